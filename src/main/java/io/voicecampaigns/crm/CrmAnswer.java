package io.voicecampaigns.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.voicecampaigns.privacy.LogGuard;
import java.util.List;
import java.util.Optional;

/**
 * What a CRM answered.
 *
 * @param json   the body; missing if there is none
 * @param next   the address under which the header {@code Link} (RFC 8288) names the next page
 * @param reason what is wrong, for a person; blank if nothing is
 */
public record CrmAnswer(Kind kind, int status, JsonNode json, Optional<String> next, String reason) {
    private static final int LONGEST_MESSAGE = 200;
    private static final List<JsonSpot> MESSAGES = List.of(JsonSpot.of("message; error_description; detail; title; error.message; error"),
            JsonSpot.of("errors[0].message; errors[0].detail; $[0].message; errors[0]"));

    /** What follows from an answer. */
    public enum Kind {
        OK,
        /** It will not have what was sent, now or later: 4xx. */
        REFUSED,
        /** It does not know us, or does not let us: 401, 402, 403, 407. A person mends that. */
        NO_ACCESS,
        /** Busy or broken: 408, 423, 425, 429, 5xx. */
        LATER,
        /** Nothing that this program understands: a redirect, HTML, no JSON. */
        STRANGE
    }

    static CrmAnswer of(String host, int status, Object body, String contentType, String location, Optional<String> next) {
        Optional<JsonNode> json = Json.read(body);
        JsonNode read = json.orElse(MissingNode.getInstance());
        Kind kind = kind(status, json.isPresent());
        String what = switch (kind) {
            case OK -> "";
            case STRANGE -> strange(status, contentType, location);
            default -> host + " answered " + status + message(read);
        };
        return new CrmAnswer(kind, status, read, next, kind == Kind.STRANGE ? host + " answered " + what : what);
    }

    boolean isOk() {
        return kind == Kind.OK;
    }

    /** @throws CrmException unless the answer is one to work with */
    JsonNode orThrow() {
        if (!isOk()) {
            throw new CrmException(reason);
        }
        return json;
    }

    private static Kind kind(int status, boolean isJson) {
        return switch (status) {
            case 401, 402, 403, 407 -> Kind.NO_ACCESS;
            case 408, 423, 425, 429 -> Kind.LATER;
            default -> status >= 500 ? Kind.LATER : status >= 400 ? Kind.REFUSED : status < 200 || status >= 300 || !isJson ? Kind.STRANGE : Kind.OK;
        };
    }

    private static String strange(int status, String contentType, String location) {
        if (status / 100 == 3) {
            return status + ", a redirect" + (location.isEmpty() ? "" : " to " + host(location)) + ", which is not followed";
        }
        return status + " with " + (contentType.contains("html") ? "HTML" : "something") + " where JSON was expected";
    }

    private static String host(String location) {
        return location.matches("(?i)https?://.*") ? location.replaceFirst("(?i)^https?://([^/?#@]*@)?([^/?#:]*).*", "$2") : "another path";
    }

    private static String message(JsonNode json) {
        return message(json, MESSAGES).map(text -> ": " + text).orElse("");
    }

    private static Optional<String> message(JsonNode json, List<JsonSpot> spots) {
        return spots.stream().map(spot -> spot.textIn(json)).flatMap(Optional::stream).findFirst().map(CrmAnswer::shown);
    }

    /** What a CRM wrote, short and without numbers, addresses and secrets. */
    static String shown(String text) {
        String line = LogGuard.masked(text.replaceAll("\\s+", " ").strip());
        return line.length() > LONGEST_MESSAGE ? line.substring(0, LONGEST_MESSAGE) + "…" : line;
    }

    /** Without the body, which is personal. */
    @Override
    public String toString() {
        return kind + " " + status;
    }
}
