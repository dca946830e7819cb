package io.voicecampaigns.salesforce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what Salesforce answers, and says of its errors what they mean for another try. */
final class SalesforceAnswer {
    static final ObjectMapper JSON = new ObjectMapper();
    static final String LIMIT_EXCEEDED = "REQUEST_LIMIT_EXCEEDED";

    private static final Set<String> PASSING = Set.of("UNABLE_TO_LOCK_ROW", "SERVER_UNAVAILABLE", LIMIT_EXCEEDED, "QUERY_TIMEOUT",
            "REQUEST_RUNNING_TOO_LONG", "UNKNOWN_EXCEPTION", "INVALID_SESSION_ID", "API_CURRENTLY_DISABLED", "PROCESSING_HALTED",
            "STORAGE_LIMIT_EXCEEDED", "EXCEEDED_MAX_SEMIJOIN_SUBSELECTS_CONCURRENT", "ALL_OR_NONE_OPERATION_ROLLED_BACK");
    private static final Pattern CODE = Pattern.compile("\"errorCode\"\\s*:\\s*\"([A-Z_]{3,60})\"");
    private static final Pattern TOO_LONG = Pattern.compile("(data value too large:) .* (\\(max length)", Pattern.DOTALL);
    private static final Pattern BAD_VALUE = Pattern.compile("((?:bad value for restricted picklist field|id value of incorrect type|invalid email address|Invalid phone number): )\\S.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("\\+?\\d{9,}");

    private SalesforceAnswer() {
    }

    /** @throws SalesforceException if it is no JSON */
    static JsonNode read(Object body) {
        try {
            JsonNode tree = body instanceof InputStream stream ? JSON.readTree(stream) : JSON.readTree(String.valueOf(body));
            if (tree == null || tree.isMissingNode()) {
                throw new SalesforceException("Salesforce answered nothing");
            }
            return tree;
        } catch (JsonProcessingException e) {
            // its message quotes the answer
            throw new SalesforceException("Salesforce answered something else than JSON");
        } catch (IOException e) {
            throw new SalesforceException("Salesforce's answer cannot be read", e);
        }
    }

    static String text(JsonNode tree) {
        try {
            return JSON.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** What went wrong with a whole request, in words that may be logged, with Salesforce's code where it gave one. */
    static SalesforceException failure(Throwable thrown, SalesforceQuota quota, String org) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SalesforceException ours) {
                return ours;
            }
            if (cause instanceof org.apache.camel.component.salesforce.api.SalesforceException theirs) {
                Optional<String> code = code(theirs);
                if (code.filter(LIMIT_EXCEEDED::equals).isPresent() && !isOfTheMoment(theirs)) {
                    quota.exceeded(org);
                }
                if (theirs.getStatusCode() > 0 || code.isPresent()) {
                    return new SalesforceException("the org " + org + " answered " + theirs.getStatusCode() + code.map(each -> " " + each).orElse(""));
                }
            }
        }
        Throwable deepest = thrown;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return new SalesforceException("the org " + org + " cannot be reached (" + deepest.getClass().getSimpleName() + ")");
    }

    private static Optional<String> code(org.apache.camel.component.salesforce.api.SalesforceException failure) {
        if (failure.getErrors() != null && !failure.getErrors().isEmpty()) {
            return Optional.ofNullable(failure.getErrors().get(0).getErrorCode());
        }
        return CODE.matcher(String.valueOf(failure.getMessage())).results().map(match -> match.group(1)).findFirst();
    }

    /** Too many requests at once have the same code as too many in a day. */
    private static boolean isOfTheMoment(org.apache.camel.component.salesforce.api.SalesforceException failure) {
        String told = String.valueOf(failure.getMessage());
        if (failure.getErrors() != null && !failure.getErrors().isEmpty()) {
            told += failure.getErrors().get(0).getMessage();
        }
        return told.contains("Concurrent");
    }

    /** Whether the same may succeed later. */
    static boolean isPassing(JsonNode error) {
        return PASSING.contains(code(error)) || error.path("message").asText().contains("UNABLE_TO_LOCK_ROW");
    }

    static String code(JsonNode error) {
        return error.path("statusCode").asText(error.path("errorCode").asText());
    }

    /** Salesforce's own message, without the values in it. */
    static String message(JsonNode error) {
        String message = error.path("message").asText();
        message = TOO_LONG.matcher(message).replaceAll("$1 … $2");
        message = BAD_VALUE.matcher(message).replaceAll("$1…");
        return code(error) + ": " + NUMBER.matcher(message).replaceAll("…");
    }
}
