package io.voicecampaigns.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Outcomes that take several steps into a CRM, such as the call, and then what it says of the person: the bean {@code sinkSteps}. Each
 * step gets the outcomes that all steps before have taken, with the {@code id} that the CRM gave them. Stateless.
 */
public final class SinkSteps {

    /** One batch on its way through the steps. For use by one thread at a time. */
    public static final class Steps {
        private final Map<String, JsonNode> open = new LinkedHashMap<>();
        private final Map<String, Map<String, Object>> answers = new LinkedHashMap<>();

        /** What the next step is given. */
        public List<JsonNode> getOutcomes() {
            return new ArrayList<>(open.values());
        }

        /** What the sink answers: of each outcome, the first step that did not take it, or that all did. */
        public List<Map<String, Object>> getAnswers() {
            return new ArrayList<>(answers.values());
        }
    }

    public Steps begin(Object outcomes) {
        Steps steps = new Steps();
        for (JsonNode outcome : OutcomeWriting.outcomesOf(outcomes)) {
            String ref = outcome.path("ref").asText();
            steps.open.put(ref, outcome);
            steps.answers.put(ref, WriteRun.answer(ref, AnswerRules.Verdict.later("no step has taken it")));
        }
        return steps;
    }

    /**
     * Takes the answer of a step.
     *
     * @return what the next step is given
     */
    public List<JsonNode> took(Steps steps, Object answers) {
        Map<String, JsonNode> taken = new LinkedHashMap<>();
        JsonNode all = Json.read(answers).orElseThrow(() -> new IllegalArgumentException("a step of a sink answered no JSON"));
        for (JsonNode answer : all) {
            String ref = answer.path("ref").asText();
            JsonNode outcome = steps.open.remove(ref);
            if (outcome != null && answer.path("ok").asBoolean()) {
                taken.put(ref, answer.hasNonNull("id") ? ((ObjectNode) outcome.deepCopy()).set("id", answer.get("id")) : outcome);
                steps.answers.put(ref, WriteRun.answer(ref, AnswerRules.Verdict.DONE));
            } else if (outcome != null) {
                Map<String, Object> refused = new LinkedHashMap<>();
                answer.properties().forEach(field -> refused.put(field.getKey(), field.getValue().isBoolean() ? field.getValue().asBoolean()
                        : field.getValue().asText()));
                steps.answers.put(ref, refused);
            }
        }
        // what a step said nothing about is not done
        steps.open.keySet().forEach(ref -> steps.answers.put(ref, WriteRun.answer(ref, AnswerRules.Verdict.later("a step said nothing about it"))));
        steps.open.clear();
        steps.open.putAll(taken);
        return steps.getOutcomes();
    }
}
