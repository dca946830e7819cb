package io.voicecampaigns.crm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a CRM's answer to a batch says what became of each record. Immutable.
 *
 * @param results   the array of what it took, or of what it says of each record; blank: a success is one of all records
 * @param resultRef where one names the outcome; blank: they stand in the order of the request
 * @param matchOn   the field of the outcome that {@code resultRef} and {@code errorRef} hold
 * @param resultOk  where one says whether it was taken; blank: whatever stands there was
 * @param recordId  where one holds the CRM's own name of the record
 * @param errors    the array of what it did not take
 * @param errorRef  where one names the outcome; blank: they are about whatever the results do not name
 * @param message   where an error, or a result that was not taken, says why
 * @param code      where it says so in one word
 * @param retryOn   the words after which another try may succeed
 */
record AnswerRules(JsonSpot results, JsonSpot resultRef, String matchOn, JsonSpot resultOk, JsonSpot recordId, JsonSpot errors, JsonSpot errorRef,
        JsonSpot message, JsonSpot code, Set<String> retryOn) {

    /** What became of one record. @param id the CRM's name of it, or null */
    record Verdict(boolean ok, boolean retry, String error, String id) {
        static final Verdict DONE = new Verdict(true, false, null, null);

        static Verdict later(String why) {
            return new Verdict(false, true, why, null);
        }

        static Verdict never(String why) {
            return new Verdict(false, false, why, null);
        }
    }

    static AnswerRules from(Settings settings) {
        return new AnswerRules(settings.spot("results"), settings.spot("resultRef"),
                settings.oneOf("matchOn", OutcomeWriting.PLACES::contains, "a field of an outcome"), settings.spot("resultOk"), settings.spot("recordId"),
                settings.spot("errors"), settings.spot("errorRef"), settings.spot("errorMessage"), settings.spot("errorCode"),
                Arrays.stream(settings.text("retryOn").split(",")).map(String::strip).filter(word -> !word.isEmpty()).collect(Collectors.toUnmodifiableSet()));
    }

    /** The verdict on each outcome that was sent, by its ref, none left out. */
    Map<String, Verdict> read(JsonNode answer, List<JsonNode> sent) {
        Map<String, String> refs = new LinkedHashMap<>();
        sent.forEach(outcome -> refs.put(outcome.path(matchOn).asText(), outcome.path("ref").asText()));
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        readResults(answer, List.copyOf(refs.values()), refs, verdicts);
        List<JsonNode> wrong = errors.isGiven() ? errors.elementsIn(answer).orElse(List.of()) : List.of();
        wrong.forEach(error -> errorRef.textIn(error).map(refs::get).ifPresent(ref -> verdicts.put(ref, error(error))));
        Verdict unnamed = !errorRef.isGiven() && !wrong.isEmpty() ? error(wrong.get(0))
                : results.isGiven() ? Verdict.later("the CRM said nothing about it") : Verdict.DONE;
        refs.values().forEach(ref -> verdicts.putIfAbsent(ref, unnamed));
        return verdicts;
    }

    private void readResults(JsonNode answer, List<String> sent, Map<String, String> refs, Map<String, Verdict> verdicts) {
        List<JsonNode> found = results.isGiven() ? results.elementsIn(answer).orElse(List.of()) : List.of();
        // an array of another length is in no order that we know
        boolean isInOrder = !resultRef.isGiven() && found.size() == sent.size();
        for (int i = 0; i < found.size(); i++) {
            JsonNode result = found.get(i);
            Optional<String> ref = isInOrder ? Optional.of(sent.get(i)) : resultRef.textIn(result).map(refs::get);
            ref.ifPresent(one -> verdicts.put(one, isTaken(result)
                    ? new Verdict(true, false, null, recordId.textIn(result).orElse(null)) : error(result)));
        }
        if (!results.isGiven() && sent.size() == 1) {
            recordId.textIn(answer).ifPresent(id -> verdicts.put(sent.get(0), new Verdict(true, false, null, id)));
        }
    }

    private boolean isTaken(JsonNode result) {
        return !resultOk.isGiven() || resultOk.textIn(result).filter(text -> !text.equalsIgnoreCase("false") && !text.equals("0")).isPresent();
    }

    private Verdict error(JsonNode error) {
        String word = code.textIn(error).orElse("");
        String why = CrmAnswer.shown((word + " " + message.textIn(error).orElse("")).strip());
        return new Verdict(false, retryOn.contains(word), why.isEmpty() ? "the CRM refused it" : why, null);
    }
}
