package io.voicecampaigns.crm;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.crm.AnswerRules.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One batch of outcomes on its way into a CRM. What the CRM refuses as a whole is sent again in halves, until what it does not like
 * stands alone. For use by one thread at a time.
 */
public final class WriteRun {
    private final OutcomeWriting writing;
    private final Deque<List<JsonNode>> open = new ArrayDeque<>();
    private final Map<String, Verdict> verdicts = new LinkedHashMap<>();
    private boolean hasTakenSome;

    WriteRun(OutcomeWriting writing, List<JsonNode> outcomes) {
        this.writing = writing;
        outcomes.forEach(outcome -> verdicts.put(ref(outcome), Verdict.DONE));
        open.addAll(writing.parts(outcomes.stream().filter(writing::isConcerned).toList()));
    }

    /** Null once all are sent. */
    public CrmRequest getNext() {
        return open.isEmpty() ? null : writing.request(open.peek());
    }

    /** What a sink answers: {@code {ref, ok, retry, error}} for each outcome in its order, and {@code id} where the CRM gave it one. */
    public List<Map<String, Object>> getAnswers() {
        List<Map<String, Object>> answers = new ArrayList<>();
        verdicts.forEach((ref, verdict) -> answers.add(answer(ref, verdict)));
        return answers;
    }

    static Map<String, Object> answer(String ref, Verdict verdict) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("ref", ref);
        answer.put("ok", verdict.ok());
        if (!verdict.ok()) {
            answer.put("retry", verdict.retry());
            answer.put("error", verdict.error());
        }
        if (verdict.id() != null) {
            answer.put("id", verdict.id());
        }
        return answer;
    }

    void answered(CrmAnswer answer) {
        List<JsonNode> part = open.pop();
        switch (answer.kind()) {
            case OK -> {
                hasTakenSome = true;
                verdicts.putAll(writing.rules().read(answer.json(), part));
            }
            case REFUSED -> {
                if (part.size() > 1) {
                    open.push(part.subList(part.size() / 2, part.size()));
                    open.push(part.subList(0, part.size() / 2));
                } else {
                    hasTakenSome = true;
                    verdicts.put(ref(part.get(0)), refusal(answer));
                }
            }
            case NO_ACCESS, LATER, STRANGE -> putOff(part, answer);
        }
    }

    private Verdict refusal(CrmAnswer answer) {
        String code = writing.rules().code().textIn(answer.json()).orElse("");
        return writing.rules().retryOn().contains(code) ? Verdict.later(answer.reason()) : Verdict.never(answer.reason());
    }

    /** The rest would fare the same. Where nothing was taken the sink has failed as a whole, which is what its callers need to know. */
    private void putOff(List<JsonNode> part, CrmAnswer answer) {
        if (!hasTakenSome) {
            throw new CrmException(answer.reason());
        }
        open.push(part);
        open.forEach(later -> later.forEach(outcome -> verdicts.put(ref(outcome), Verdict.later(answer.reason()))));
        open.clear();
    }

    private static String ref(JsonNode outcome) {
        return outcome.path("ref").asText();
    }
}
