package io.voicecampaigns.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicecampaigns.outcome.Disposition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** How a call is started at a provider, and what its answers mean. */
record StartMapping(RequestTemplate body, String attemptVariable, FieldPath callId, List<Rule> rules) {
    static final Set<String> PLACES = Set.of("attempt-id", "campaign", "from-number", "to-number", "agent", "agent-version", "variables",
            "variables.*");

    byte[] body(StartRequest request) {
        return Json.bytes(body.fill(place -> value(place, request)));
    }

    /** @param answer empty if it is not JSON */
    StartAnswer answer(int status, Optional<JsonNode> answer, ProviderError error, Supplier<Instant> retryAt) {
        Optional<Rule> rule = rules.stream().filter(candidate -> candidate.condition.matches(status, error)).findFirst();
        String reason = error.reason(status);
        return switch (rule.map(Rule::result).orElse(StartAnswer.Result.UNKNOWN)) {
            case ACCEPTED -> CallFields.id(answer.flatMap(callId::textIn)).map(StartAnswer::accepted)
                    .orElseGet(() -> StartAnswer.unknown(status + " without a readable id"));
            case REFUSED -> StartAnswer.refused(rule.orElseThrow().disposition.orElse(Disposition.FAILED), reason);
            case CAMPAIGN_REFUSED -> StartAnswer.campaignRefused(reason);
            case LATER -> StartAnswer.later(retryAt.get(), reason);
            case UNKNOWN -> StartAnswer.unknown(reason);
        };
    }

    private Optional<JsonNode> value(String place, StartRequest request) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (place) {
            case "attempt-id" -> Optional.of(json.textNode(request.attemptId().toString()));
            case "campaign" -> Optional.of(json.textNode(request.campaign()));
            case "from-number" -> Optional.of(json.textNode(request.fromNumber()));
            case "to-number" -> Optional.of(json.textNode(request.toNumber()));
            case "agent" -> request.agent().map(json::textNode);
            case "agent-version" -> request.agentVersion().map(json::textNode);
            case "variables" -> Optional.of(variables(request));
            default -> Optional.ofNullable(request.variables().get(place.substring("variables.".length()))).map(json::textNode);
        };
    }

    private ObjectNode variables(StartRequest request) {
        ObjectNode variables = JsonNodeFactory.instance.objectNode();
        request.variables().forEach(variables::put);
        // Last, so that no contact's variable can take its place.
        return variables.put(attemptVariable, request.attemptId().toString());
    }

    /** @param disposition with a refusal: how the attempt ended */
    record Rule(AnswerCondition condition, StartAnswer.Result result, Optional<Disposition> disposition) {
    }
}
