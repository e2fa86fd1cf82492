/**
 * Pages written for the tests that speak of blocks, or refuse, and are no block page: the site itself, its host, its
 * content network or a hotel's log-in page says so.
 */
export const ORDINARY_PAGES: Record<string, string> = {
  'an article on censorship': `<!doctype html><title>How countries block websites</title><h1>How countries block websites</h1>
    <p>In Russia, Roskomnadzor keeps a register of banned sites; in Iran the names lead to 10.10.34.34; in Nepal the
    Nepal Telecommunications Authority writes to providers. People then read "Access denied", "This site is blocked" or
    "Доступ заблокирован". Turkey blocks by Law No. 5651, by court order, and India under section 69A.</p>`,
  'a product page on firewalls': `<title>Next-generation firewalls compared</title><p>We compare Fortinet, WatchGuard Firewall,
    Kaspersky Internet Security, Barracuda and Palo Alto Networks. Each has a web filter with its own blocking rule and a
    page "Web site blocked". See fortinet.net and DDOS-GUARD for prices.</p>`,
  'a 403 of nginx': `<html>\r\n<head><title>403 Forbidden</title></head>\r\n<body>\r\n<center><h1>403 Forbidden</h1></center>
    <hr><center>nginx/1.24.0</center>\r\n</body>\r\n</html>`,
  'a 403 of Apache': `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN"><html><head><title>403 Forbidden</title></head><body>
    <h1>Forbidden</h1><p>You don't have permission to access this resource.</p></body></html>`,
  'a 403 of IIS': `<title>403 - Forbidden: Access is denied.</title><h2>You do not have permission to view this directory or
    page using the credentials that you supplied.</h2>`,
  'a refusal in Spanish': `<html><head><title>Acceso Denegado</title></head><body><h1>Acceso Denegado</h1><p>No tiene permiso.`,
  'a refusal in Portuguese': `<html><body><h1>Erro 403</h1><p>Acesso Negado</p></body></html>`,
  'a refusal in Chinese': `<html><head><title>拒绝访问</title></head><body><h1>403</h1>您没有权限访问该页面。</body></html>`,
  'a refusal in Russian': `<html><title>403</title><h1>Доступ заблокирован</h1><p>Ваш IP-адрес внесён в чёрный список сайта.`,
  'a locked profile': `<title>Ошибка</title><div>Страница заблокирована за нарушение правил сообщества.</div>`,
  'a refusal of Cloudflare': `<!DOCTYPE html><html lang="en-US"><head><title>Attention Required! | Cloudflare</title></head>
    <body><h1>Sorry, you have been blocked</h1><h2>You are unable to access example.com</h2><p>This website is using a
    security service to protect itself from online attacks.</p><p>Cloudflare Ray ID: 8c1f</p></body></html>`,
  'a country refused through Cloudflare': `<title>Access denied | example.com used Cloudflare to restrict access</title>
    <h1>Error 1009</h1><p>The owner of this website has banned the country or region your IP address is in.</p>`,
  'a refusal of Akamai': `<HTML><HEAD>\n<TITLE>Access Denied</TITLE>\n</HEAD><BODY>\n<H1>Access Denied</H1>\n You don't have
    permission to access "http&#58;&#47;&#47;example&#46;com&#47;" on this server.<P>\nReference&#32;&#35;18&#46;2d</BODY></HTML>`,
  'a refusal of Incapsula': `<html style="height:100%"><head><META NAME="ROBOTS" CONTENT="NOINDEX, NOFOLLOW"></head><body>
    <iframe id="main-iframe" src="/_Incapsula_Resource?CWUDNSAI=9&xinfo=8" frameborder=0>Request unsuccessful. Incapsula
    incident ID: 449-1</iframe></body></html>`,
  'a refusal of Sucuri': `<title>Sucuri WebSite Firewall - Access Denied</title><h1>Access Denied - Sucuri Website Firewall</h1>
    <p>If you are the site owner (or you manage this site), please whitelist your IP.</p>`,
  'a refusal of DDoS-Guard': `<title>DDOS-GUARD</title><h1>403</h1><p>Checking your browser before accessing the site.</p>`,
  'a refusal of CloudFront': `<TITLE>ERROR: The request could not be satisfied</TITLE><H1>403 ERROR</H1><H2>The request could
    not be satisfied.</H2><HR>The Amazon CloudFront distribution is configured to block access from your country.`,
  'a proxy that cannot connect': `<html><head><title>ERROR: The requested URL could not be retrieved</title><style>/*
    Stylesheet for Squid Error pages */</style></head><body id=ERR_CONNECT_FAIL><h2>The requested URL could not be retrieved</h2>
    <p><b>Connection to 192.0.2.1 failed.</b></p><i>(110) Connection timed out</i></body></html>`,
  'a parked domain': `<html><head><title>example.com is for sale</title><script>window.location.href="/lander"</script></head>
    <body>This domain may be for sale. Related searches: VPN, unblock sites, web filter</body></html>`,
  'a seized domain': `<title>This domain name has been seized</title><img src="seized.gif" width="1024" height="768">`,
  'a hotel’s log-in page': `<html><head><meta http-equiv="refresh" content="0; url=http://login.hotel.example/guest?dst=x">
    </head><body>You must log in to use this network.</body></html>`,
  'a login page of a router': `<script>top.location.href = "http://192.168.1.1/login.htm"</script>`,
  'a page with a player': `<p>Watch:</p><iframe src="https://www.youtube.com/embed/x" allowfullscreen></iframe>`,
  'a page that moved': `<title>301 Moved Permanently</title><a href="https://www.example.com/">here</a>
    <meta http-equiv=refresh content="0;url=https://www.example.com/">`,
  'an empty page': '<html><head></head><body></body></html>',
  'no page': '',
};
