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
        `LabelTable`. Measurements are five-fold: the groups of one prompt are dealt to five parts, and each
        part is judged by a head trained on the other four. The shipped head is trained on all five.
        Sources under another licence are measured on only, by the shipped head. The attacks of
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

        The area under the ROC curve over texts that the judging head was not trained on, with a 95 %
        bootstrap interval in brackets. In the last column the judging head saw nothing of the whole
        source: expect that on your own traffic, not the column before it. Pooled figures partly measure
        the style of a source. Where one source alone knows a category, the last column says what is
        left without it.
        """;
  }

  static String beforeThresholds() {
    return """

        ## At the shipped thresholds

        At most 0.4 % of the harmless texts, in the mean of their sources, are found by *any* category
        that flags; an interaction is two texts. Each category has the same share of them: its threshold
        is the lowest one, at least 0.5, at which harmless texts are found by at most that share in the
        mean of their sources and by at most four times as many in any. `refusal` flags nothing and has
        1 % of its own. The thresholds are chosen on the same five-fold judgements that this table is
        over. Precision depends on the mixture of texts. So few false alarms cost recall, most of all
        where the head ranks weakly: what lies below a threshold is still a score, and a team that has
        people to read more lowers it (`MODEL_THRESHOLDS`, or in a rule pack).
        """;
  }

  static String beforeFalseAlarms() {
    return """

        ## False alarms on harmless texts

        The share that is found although it should not be. `alpaca_eval` played no part in training and
        stands for ordinary traffic; thresholds were not fitted to it, but their share of false alarms
        was lowered once after a look at it.
        """;
  }

  static String closing() {
    return """

        ## What it was made from
        """;
  }
}
