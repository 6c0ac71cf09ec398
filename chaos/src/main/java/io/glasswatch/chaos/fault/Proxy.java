package io.glasswatch.chaos.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A TCP proxy on this machine that can be slow, silent or broken. */
public final class Proxy implements AutoCloseable {

  private static final int CHUNK = 64 * 1024;

  /** What the network does. */
  private enum Mode {
    /** It carries everything. */
    CARRIES,
    /** Connections stand, and nothing comes through. */
    SILENT,
    /** Connections break, and new ones are refused. */
    CUT
  }

  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile int target;
  private volatile Mode mode = Mode.CARRIES;
  private volatile long delayMillis;

  private Proxy(ServerSocket server) {
    this.server = server;
  }

  /** Starts a proxy on a free port; it leads nowhere until {@link #leadTo}. */
  public static Proxy start() {
    try {
      Proxy proxy = new Proxy(new ServerSocket(0, 64, InetAddress.getLoopbackAddress()));
      proxy.daemon(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Sets the port on this machine that is passed on to. */
  public void leadTo(int port) {
    target = port;
  }

  /** Delays each piece in each direction. */
  public void delay(long millis) {
    delayMillis = millis;
  }

  /** Lets nothing through, without saying so. */
  public void silence() {
    mode = Mode.SILENT;
  }

  /** Breaks all connections and refuses new ones. */
  public void cut() {
    mode = Mode.CUT;
    open.forEach(Proxy::close);
  }

  /** Carries everything again. */
  public void heal() {
    mode = Mode.CARRIES;
    delayMillis = 0;
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    open.forEach(Proxy::close);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        if (mode == Mode.CUT) {
          close(client);
        } else {
          connect(client);
        }
      } catch (IOException e) {
        // The proxy is closed; or the client is gone already, which is its own affair.
      }
    }
  }

  private void connect(Socket client) {
    try {
      Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
      open.add(client);
      open.add(broker);
      client.setTcpNoDelay(true);
      broker.setTcpNoDelay(true);
      daemon(() -> pump(client, broker));
      daemon(() -> pump(broker, client));
    } catch (IOException e) {
      close(client);
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] chunk = new byte[CHUNK];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        TimeUnit.MILLISECONDS.sleep(delayMillis);
        while (mode == Mode.SILENT) {
          TimeUnit.MILLISECONDS.sleep(20);
        }
        out.write(chunk, 0, n);
      }
    } catch (IOException e) {
      // Either end is gone; the other is told so below.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close(from);
      close(to);
      open.remove(from);
      open.remove(to);
    }
  }

  private void daemon(Runnable task) {
    Thread thread = new Thread(task, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is as closed as it will be.
    }
  }
}
