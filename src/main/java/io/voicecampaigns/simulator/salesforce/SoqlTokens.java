package io.voicecampaigns.simulator.salesforce;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A query, word by word. */
final class SoqlTokens {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:('(?:[^'\\\\]|\\\\.)*')|(\\d{4}-\\d{2}-\\d{2}(?:T[0-9:]+(?:\\.\\d{1,3})?(?:Z|[+-]\\d{2}:?\\d{2}))?)|(-?\\d+(?:\\.\\d+)?)|([A-Za-z_][\\w.]*)|(<=|>=|!=|<>|[=<>(),]))");

    private final List<String> tokens = new ArrayList<>();
    private int place;

    SoqlTokens(String query) {
        Matcher matcher = TOKEN.matcher(query);
        int end = 0;
        while (matcher.lookingAt()) {
            tokens.add(matcher.group().strip());
            end = matcher.end();
            matcher.region(end, query.length());
        }
        if (!query.substring(end).isBlank()) {
            throw malformed("unexpected token: '" + query.substring(end).strip().charAt(0) + "'");
        }
    }

    boolean isEnd() {
        return place >= tokens.size();
    }

    String peek() {
        return isEnd() ? "" : tokens.get(place);
    }

    String next() {
        if (isEnd()) {
            throw malformed("unexpected end of query");
        }
        return tokens.get(place++);
    }

    boolean takes(String word) {
        if (peek().equalsIgnoreCase(word)) {
            place++;
            return true;
        }
        return false;
    }

    void expect(String word) {
        if (!takes(word)) {
            throw malformed(isEnd() ? "unexpected end of query" : "unexpected token: '" + peek() + "'");
        }
    }

    static Refusal malformed(String what) {
        return new Refusal("MALFORMED_QUERY", what);
    }
}
