package io.glasswatch.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a broker listens.
 *
 * @param broker for clients
 * @param behind for clients that come through a proxy
 * @param controller for other controllers
 */
record Ports(int broker, int behind, int controller) {

  private static final int EACH = 3;

  /** Ports that were free a moment ago; whoever lost the race is told by the child's death. */
  static List<Ports> free(int brokers) throws IOException {
    InetAddress host = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < brokers * EACH; i++) {
        held.add(new ServerSocket(0, 1, host));
      }
      List<Ports> ports = new ArrayList<>();
      for (int i = 0; i < held.size(); i += EACH) {
        ports.add(
            new Ports(
                held.get(i).getLocalPort(),
                held.get(i + 1).getLocalPort(),
                held.get(i + 2).getLocalPort()));
      }
      return ports;
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }
}
