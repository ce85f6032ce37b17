import http from "node:http";
import net from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { countInFlight, drain } from "@/lib/http/drain";
import { type Listeners, listen } from "@/lib/http/listen";

const opened: Listeners[] = [];
afterEach(() => {
  for (const { all } of opened.splice(0))
    for (const server of all) {
      server.close();
      server.closeAllConnections();
    }
});

async function open(handle: http.RequestListener = (_, response) => void response.end("ok")) {
  const port = await freePort();
  const listeners = await listen("localhost", port, handle);
  opened.push(listeners);
  return { port, listeners };
}

async function freePort(): Promise<number> {
  const probe = net.createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as net.AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function raw(port: number, text: string): Promise<string> {
  const socket = net.connect(port, "127.0.0.1");
  let answer = "";
  socket.on("data", (chunk) => {
    answer += chunk;
  });
  socket.write(text);
  await new Promise((resolve) => socket.once("close", resolve));
  return answer;
}

describe("listening", () => {
  it("on localhost answers on every loopback address that the machine has", async () => {
    const { port, listeners } = await open();
    const hosts = listeners.all.length === 2 ? ["127.0.0.1", "[::1]"] : ["127.0.0.1"];
    for (const host of hosts) expect(await (await fetch(`http://${host}:${port}/`)).text()).toBe("ok");
  });

  it("on a port in use ends in one sentence that names it", async () => {
    const { port } = await open();
    const again = listen("127.0.0.1", port, () => undefined);
    await expect(again).rejects.toMatchObject({
      code: "cannot_listen",
      message: expect.stringContaining(`Port ${port}`),
    });
  });

  it("on an address of another machine ends in one sentence that names HOST", async () => {
    await expect(listen("192.0.2.1", await freePort(), () => undefined)).rejects.toMatchObject({
      message: expect.stringContaining("HOST is 192.0.2.1"),
    });
  });

  it("answers what is no HTTP, and headers without end, cleanly", async () => {
    const { port } = await open();
    expect(await raw(port, "HELO\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 .*problem\+json/s);
    const long = `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${"a".repeat(40_000)}\r\n\r\n`;
    expect(await raw(port, long)).toMatch(/^HTTP\/1\.1 431 /);
  });
});

describe("a stop", () => {
  it("lets what is in flight finish, and refuses what comes later", async () => {
    const inFlight = countInFlight();
    const { port, listeners } = await open((_, response) => {
      inFlight.enter(response);
      setTimeout(() => response.end("slow"), 400);
    });
    const answer = fetch(`http://127.0.0.1:${port}/`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const drained = drain(listeners, inFlight, 5_000);
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
    const response = await answer;
    expect(response.headers.get("connection")).toBe("close");
    expect(await response.text()).toBe("slow");
    await drained;
  });

  it("cuts off what does not finish in time", async () => {
    const inFlight = countInFlight();
    const { port, listeners } = await open((_, response) => inFlight.enter(response));
    const answer = fetch(`http://127.0.0.1:${port}/`).then(
      () => "answered",
      () => "cut off",
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    const began = Date.now();
    await drain(listeners, inFlight, 500);
    expect(Date.now() - began).toBeLessThan(2_000);
    expect(await answer).toBe("cut off");
  });

  it("serves a request that was already on its way on an open connection", async () => {
    const inFlight = countInFlight();
    const { port, listeners } = await open((_, response) => {
      inFlight.enter(response);
      response.end("ok");
    });
    const agent = new http.Agent({ keepAlive: true });
    const ask = () =>
      new Promise<string | undefined>((resolve, reject) => {
        http
          .get({ port, host: "127.0.0.1", agent }, (response) => {
            response.resume().on("end", () => resolve(response.headers.connection));
          })
          .on("error", reject);
      });
    expect(await ask()).toBe("keep-alive");
    const drained = drain(listeners, inFlight, 5_000);
    expect(await ask()).toBe("close");
    await drained;
  });
});
