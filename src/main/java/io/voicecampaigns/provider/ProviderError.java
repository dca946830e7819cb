package io.voicecampaigns.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What an answer says of an error, without its free text. */
record ProviderError(Optional<String> code, List<String> fields) {

    /** {@code 422 body.to_number}: equal for equal errors, and fit for a log. */
    String reason(int status) {
        StringBuilder reason = new StringBuilder(Integer.toString(status));
        code.ifPresent(text -> reason.append(' ').append(Tokens.shown(text)));
        if (!fields.isEmpty()) {
            reason.append(' ').append(fields.stream().map(Tokens::shown).sorted().distinct().collect(Collectors.joining(", ")));
        }
        return reason.toString();
    }

    /** Where a provider puts them. */
    record Places(Optional<FieldPath> code, Optional<FieldPath> fields) {

        ProviderError in(JsonNode answer) {
            List<String> named = new ArrayList<>();
            fields.ifPresent(path -> path.allIn(answer).stream().map(Places::name).filter(name -> !name.isEmpty())
                    .forEach(named::add));
            return new ProviderError(code.flatMap(path -> path.textIn(answer)), List.copyOf(named));
        }

        /** A field is named by a text, or by the steps that lead to it. */
        private static String name(JsonNode node) {
            return node.isArray() ? StreamSupport.stream(node.spliterator(), false).map(JsonNode::asText)
                    .collect(Collectors.joining("."))
                    : node.asText();
        }
    }
}
