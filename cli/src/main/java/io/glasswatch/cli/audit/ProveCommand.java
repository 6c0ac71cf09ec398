package io.glasswatch.cli.audit;

import io.glasswatch.contract.Json;
import io.glasswatch.stream.audit.entry.Entry;
import io.glasswatch.stream.audit.log.LogCheck;
import io.glasswatch.stream.audit.log.Proof;
import io.glasswatch.stream.audit.note.Checkpoint;
import io.glasswatch.stream.audit.note.NoteKey;
import io.glasswatch.stream.audit.tree.Hash;
import io.glasswatch.stream.audit.tree.MerkleTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code glasswatch audit prove}: that an entry stands in the log, for whoever has the key. */
@Command(
    name = "prove",
    description =
        "Writes a proof that the entries about ID stand in the log. It can be checked without this"
            + " program and without the rest of the log: see docs/audit.md.",
    mixinStandardHelpOptions = true)
public final class ProveCommand implements Callable<Integer> {

  /**
   * What is written.
   *
   * @param keys the public keys that are trusted; whoever checks should have them from elsewhere
   */
  record Proofs(List<String> keys, List<Proof> proofs) {}

  @Parameters(
      paramLabel = "ID",
      description = "An interaction's id, an alert's fingerprint, or PARTITION/INDEX.")
  private String id;

  @Option(names = "--out", paramLabel = "FILE", description = "By default standard output.")
  private Optional<Path> out = Optional.empty();

  @Mixin private Source source;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    List<Proof> proofs = new ArrayList<>();
    List<String> keys;
    try (OpenLog opened = source.open()) {
      keys = opened.keys().stream().map(NoteKey::text).toList();
      for (int partition : opened.partitions()) {
        proofs.addAll(proofs(opened, partition));
      }
    }
    if (proofs.isEmpty()) {
      throw new IOException("no entry of the log is about \"%s\"".formatted(id));
    }
    String json =
        Json.TEXT.writerWithDefaultPrettyPrinter().writeValueAsString(new Proofs(keys, proofs));
    if (out.isPresent()) {
      Files.writeString(out.get(), json + "\n");
    } else {
      spec.commandLine().getOut().println(json);
    }
    return 0;
  }

  private List<Proof> proofs(OpenLog opened, int partition) throws IOException {
    MerkleTree tree = new MerkleTree();
    SortedMap<Integer, byte[]> wanted = new TreeMap<>();
    LogCheck.Result result =
        opened.check(
            partition,
            entry -> {
              if (isWanted(entry, partition, tree.size())) {
                wanted.put(tree.size(), entry);
              }
              tree.append(Hash.ofLeaf(entry));
            });
    if (wanted.isEmpty()) {
      return List.of();
    }
    if (!result.good()) {
      throw new IOException(
          "%s is not what was signed; see \"glasswatch audit verify\"".formatted(result.log()));
    }
    if (result.signed() <= wanted.lastKey()) {
      throw new IOException(
          "entry %d of %s is not signed yet; try again in a few seconds"
              .formatted(wanted.lastKey(), result.log()));
    }
    String checkpoint = checkpoint(opened, partition, result.signed());
    return wanted.entrySet().stream()
        .map(e -> Proof.of(e.getValue(), e.getKey(), tree, checkpoint, (int) result.signed()))
        .toList();
  }

  private static String checkpoint(OpenLog opened, int partition, long size) {
    return opened.checkpoints(partition).stream()
        .filter(
            note -> Checkpoint.open(note, opened.keys()).filter(c -> c.size() == size).isPresent())
        .findFirst()
        .orElseThrow();
  }

  private boolean isWanted(byte[] entry, int partition, int index) {
    return id.equals(partition + "/" + index)
        || Entry.parse(entry).filter(e -> e.fact().id().equals(id)).isPresent();
  }
}
