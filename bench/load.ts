/** Closed-loop callers over keep-alive connections, without pipelining; each answer is looked at. */
import net from "node:net";

export interface Run {
  answers: number;
  /** Answers that were not what they should be, the first few as they came. */
  wrong: string[];
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

interface Load {
  port: number;
  connections: number;
  seconds: number;
  /** The next request; null: there is none left. */
  next: () => { request: string; expected: string } | null;
  /** Pause before each connection's next request: less than all that it could. */
  pauseMs?: number;
}

export async function load({ port, connections, seconds, next, pauseMs = 0 }: Load): Promise<Run> {
  const times: number[] = [];
  const wrong: string[] = [];
  const began = performance.now();
  const until = began + seconds * 1_000;

  const caller = () =>
    new Promise<void>((resolve, reject) => {
      const socket = net.connect({ port, host: "127.0.0.1", noDelay: true });
      let sentAt = 0;
      let expected = "";
      let answer = "";
      const send = () => {
        const asked = performance.now() < until ? next() : null;
        if (!asked) return socket.end(resolve);
        expected = asked.expected;
        answer = "";
        sentAt = performance.now();
        socket.write(asked.request);
      };
      socket.setEncoding("latin1");
      socket.on("connect", send);
      socket.on("error", reject);
      socket.on("data", (data: string) => {
        answer += data;
        // A 204 ends with its headers.
        if (!answer.endsWith("\r\n\r\n")) return;
        times.push(performance.now() - sentAt);
        if (!(answer.startsWith("HTTP/1.1 204 ") && answer.includes(expected))) wrong.push(answer);
        if (pauseMs > 0) setTimeout(send, pauseMs);
        else send();
      });
    });

  await Promise.all(Array.from({ length: connections }, caller));
  const tookMs = performance.now() - began;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? Number.NaN;
  return {
    answers: times.length,
    wrong: wrong.slice(0, 3),
    perSecond: (times.length * 1_000) / tookMs,
    p50: at(0.5),
    p99: at(0.99),
  };
}
