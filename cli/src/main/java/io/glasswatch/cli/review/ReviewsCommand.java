package io.glasswatch.cli.review;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.glasswatch.cli.KafkaOption;
import io.glasswatch.cli.WholeTopic;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Json;
import io.glasswatch.contract.Review;
import io.glasswatch.contract.Topics;
import io.glasswatch.contract.config.KafkaConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code glasswatch reviews}: the reviewed cases as rows for {@code train-head}. */
@Command(
    name = "reviews",
    description = {
      "Writes the reviewed cases as rows that train-head reads: put the file, called reviews.jsonl,"
          + " into its folder.",
      "The file holds what people said to the model; keep it as you keep the log."
    },
    mixinStandardHelpOptions = true)
public final class ReviewsCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "Where the rows go, one JSON object a line.")
  private Path file;

  @Mixin private KafkaOption kafkaOption;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    KafkaConnection kafka = kafkaOption.connection();
    Map<String, Review> reviews = new HashMap<>();
    WholeTopic.of(kafka, Topics.REVIEWS)
        .forEach(
            record ->
                reviews.merge(record.value().interaction(), record.value(), ReviewsCommand::later));
    Map<String, Case> cases = new LinkedHashMap<>();
    WholeTopic.of(kafka, Topics.CASES)
        .forEach(
            record -> {
              Case item = record.value();
              if (reviews.containsKey(item.interaction().id())) {
                cases.put(item.interaction().id(), item);
              }
            });
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, Case> entry : cases.entrySet()) {
      TrainingRow.of(entry.getValue(), reviews.get(entry.getKey()))
          .ifPresent(row -> lines.add(line(row)));
    }
    Files.write(file, lines);
    spec.commandLine()
        .getOut()
        .printf(
            "%d cases were reviewed, %d of them in categories that the head knows: %d rows%n",
            reviews.size(), lines.size(), lines.size());
    return 0;
  }

  private static Review later(Review one, Review other) {
    return one.at().isAfter(other.at()) ? one : other;
  }

  private static String line(TrainingRow row) {
    try {
      return Json.TEXT.writeValueAsString(row);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a row as JSON", e);
    }
  }
}
