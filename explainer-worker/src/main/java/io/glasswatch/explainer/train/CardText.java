package io.glasswatch.explainer.train;

/** The words of the model card between its tables. */
final class CardText {

  private CardText() {}

  static String opening() {
    return """
        # Model card: the safety head

        Written by `./glasswatch train-head`; do not edit.

        A small network (384 inputs, %d hidden units, tanh, 7 outputs) on top of the frozen encoder
        all-MiniLM-L6-v2. It reads the mean hidden state of a window of up to 126 tokens and gives one
        logit a category. Longer texts are cut into windows that overlap; a text's score is the largest
        of its windows' scores. Prompts and responses are judged as separate texts:
        `prompt_injection` is asked of what the language model read, `harmful_response` and `refusal`
        of what it wrote, the others of both. System messages are not judged.

        It screens, it does not decide: use it to find what a person should read. It is small, it knows
        nothing of the conversation around a text, and its encoder reads English. **Chinese and other
        languages:** the encoder's vocabulary knows few of their words, so scores there carry little
        information; see `cold_zh` and the other languages below before relying on one.

        ## Data

        Sources are named in the data folder's own README. The label mapping of each is in
        `LabelTable`. Groups of one prompt stay on one side: 70 %% train, 15 %% choose the thresholds,
        15 %% are measured on; sources under another licence are measured on only. The attacks of
        `purplellama_injection` in other languages than English are not trained on, since no harmless
        texts in those languages are there and the language itself would become the signal.
        `own_texts` are short sentences written for this project. A refusal in `gptfuzz` is a weak
        label: not a harmful answer, and it opens like a refusal. A preferred reply in
        `hh_rlhf_harmless` is taken as harmless although some are not.
        """
        .formatted(HeadTraining.HIDDEN);
  }

  static String beforeRanking() {
    return """

        ## How well it ranks

        The area under the ROC curve on texts that were not trained on, with a 95 % bootstrap interval
        in brackets. The last column is for a head that was trained without the source at all, over all
        its texts: expect that on your own traffic, not the column before it. Pooled figures partly
        measure the style of a source.
        """;
  }

  static String beforeThresholds() {
    return """

        ## At the shipped thresholds

        A threshold is the lowest one, at least 0.5, above which at most 2 % of the calibration texts of
        each harmless source lie. Precision and recall are over the measured texts of all sources and
        depend on their mixture; recall by source stands below.
        """;
  }

  static String beforeFalseAlarms() {
    return """

        ## False alarms on harmless texts

        The share that is found although it should not be. `alpaca_eval` played no part in training or
        in choosing thresholds: it stands for ordinary traffic.
        """;
  }

  static String closing() {
    return """

        ## What it was made from
        """;
  }
}
