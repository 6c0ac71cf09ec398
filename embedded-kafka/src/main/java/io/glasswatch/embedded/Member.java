package io.glasswatch.embedded;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One broker of a cluster, in which each is a controller too.
 *
 * @param id from 1
 * @param cluster the cluster's id
 * @param controllers the port of each controller, that of broker 1 first
 */
record Member(int id, String cluster, List<Integer> controllers) {

  private static final int MOST_COPIES = 3;

  Member {
    controllers = List.copyOf(controllers);
  }

  /** Returns {@code controller.quorum.voters}. */
  String voters() {
    return IntStream.range(0, controllers.size())
        .mapToObj(i -> "%d@%s:%d".formatted(i + 1, BrokerProperties.HOST, controllers.get(i)))
        .collect(Collectors.joining(","));
  }

  /** Returns how many copies this cluster keeps of everything. */
  int copies() {
    return Math.min(controllers.size(), MOST_COPIES);
  }
}
