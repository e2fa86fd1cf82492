/** Something that happened in the simulated network. */
export interface LogEntry {
  /** Unix epoch, ms. */
  at: number;
  layer: 'dns' | 'tcp' | 'tls' | 'https' | 'plain-http';
  /** The name that the client said; the address for `tcp` and for a client without SNI. */
  host: string;
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  /** `answered 200`, `reset`. */
  action: string;
  /** For `dns`: the resolver. */
  from?: string;
  /** Number of the TCP connection. */
  connection?: number;
  /** For `tcp`: bytes that the connection has carried to the client so far, TLS included. */
  sentBytes?(): number;
  /** The same of what came from the client. */
  receivedBytes?(): number;
}
export type WriteLog = (entry: Omit<LogEntry, 'at'>) => void;
