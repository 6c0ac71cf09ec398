package io.glasswatch.explainer.train;

import static io.glasswatch.explainer.model.Category.HARMFUL_RESPONSE;
import static io.glasswatch.explainer.model.Category.HATE;
import static io.glasswatch.explainer.model.Category.PROMPT_INJECTION;
import static io.glasswatch.explainer.model.Category.REFUSAL;
import static io.glasswatch.explainer.model.Category.SELF_HARM;
import static io.glasswatch.explainer.model.Category.SEXUAL;
import static io.glasswatch.explainer.model.Category.VIOLENCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.glasswatch.explainer.model.Category;
import io.glasswatch.explainer.model.Category.Side;
import io.glasswatch.explainer.train.LabelledText.Use;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelTableTest {

  @Test
  void aRefusedHarmfulQuestionIsARefusalAndNoHarm() throws IOException {
    assertThat(
            labels(
                "xstest",
                Side.RESPONSE,
                "{'prompt_safe':false,'annotators_agree':true,'refusal':'2_full_refusal'}"))
        .isEqualTo(Map.of(REFUSAL, true, HARMFUL_RESPONSE, false));
  }

  @Test
  void aPartialRefusalTrainsNothing() throws IOException {
    assertThat(
            labels(
                "xstest",
                Side.RESPONSE,
                "{'prompt_safe':false,'annotators_agree':true,'refusal':'3_partial_refusal'}"))
        .isEmpty();
  }

  @Test
  void theLessPreferredReplyTrainsNothing() throws IOException {
    assertThat(texts("hh_rlhf_harmless", "{'preferred':0}"))
        .extracting(LabelledText::side)
        .containsExactly(Side.REQUEST);
  }

  @Test
  void harassmentCountsAsHate() throws IOException {
    assertThat(labels("openai_moderation", Side.REQUEST, "{'hate':0,'harassment':1,'violence':0}"))
        .isEqualTo(Map.of(HATE, true, VIOLENCE, false, PROMPT_INJECTION, false));
  }

  @Test
  void aMissingLabelIsUnknownAndNotFalse() throws IOException {
    assertThat(labels("openai_moderation", Side.REQUEST, "{'self_harm':1}"))
        .isEqualTo(Map.of(SELF_HARM, true, PROMPT_INJECTION, false));
  }

  @Test
  void anAttackInAnotherLanguageIsOnlyMeasured() throws IOException {
    assertThat(texts("purplellama_injection", "{'lang':'Hindi','user_input':'ask'}"))
        .extracting(LabelledText::use)
        .containsExactly(Use.MEASURE);
  }

  @Test
  void theSystemPromptOfAnAttackIsItselfHarmless() throws IOException {
    List<LabelledText> texts =
        texts("purplellama_injection", "{'lang':'English','user_input':'ask'}");
    assertThat(texts).extracting(LabelledText::text).containsExactly("please ask", "please");
    assertThat(texts.get(1).labels()).containsEntry(PROMPT_INJECTION, false);
  }

  @Test
  void aCategoryIsNeverAskedOfTheWrongSide() throws IOException {
    for (String source : List.of("alpaca_eval", "presidio_pii", "cvalues_zh", "own_texts")) {
      for (LabelledText text : texts(source, "{'injection':1,'refusal':1,'model_dir':'gpt4'}")) {
        assertThat(text.labels().keySet())
            .allMatch((Category category) -> category.appliesTo(text.side()));
      }
    }
  }

  @Test
  void adultQuestionsAreSexual() throws IOException {
    assertThat(
            labels(
                "catqa",
                Side.REQUEST,
                "{'category':'Adult Content','subcategory':'Erotic text','lang':'en'}"))
        .containsEntry(SEXUAL, true)
        .doesNotContainKey(HATE);
  }

  @Test
  void ourOwnTextsComeWithTheModule() throws IOException {
    assertThat(LabelledTexts.own()).hasSizeGreaterThan(300);
  }

  private static Map<Category, Boolean> labels(String source, Side side, String labels)
      throws IOException {
    return texts(source, labels).stream()
        .filter(text -> text.side() == side)
        .findFirst()
        .orElseThrow()
        .labels();
  }

  private static List<LabelledText> texts(String source, String labels)
      throws JsonProcessingException {
    String row =
        "{'prompt':'please ask','response':'answer','prompt_hash':'h','labels':%s}"
            .formatted(labels)
            .replace('\'', '"');
    return LabelTable.texts(source, new ObjectMapper().readTree(row), Use.TRAIN);
  }
}
