package io.voicecampaigns.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The body of a request to start a call, as it came: what is missing or null is null.
 *
 * @param variablesJson the variables byte for byte, so that they can be told again exactly
 */
record StartBody(String fromNumber, String toNumber, String agentVersion, String variablesJson, String attemptId) {
    private static final JsonFactory JSON = new JsonFactory();

    /** @throws Refused (422, naming the field) for what is no JSON object or has fields of a wrong type */
    static StartBody read(byte[] body) {
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Refused(Answer.invalid("Input should be a valid dictionary", "model_attributes_type", "body"));
            }
            String from = null;
            String to = null;
            String version = null;
            String variables = null;
            String attempt = null;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "from_number" -> from = text(parser, field);
                    case "to_number" -> to = text(parser, field);
                    case "agent_version_id" -> version = text(parser, field);
                    case "dynamic_variables" -> {
                        if (parser.currentToken() == JsonToken.VALUE_NULL) {
                            break;
                        }
                        int start = (int) parser.currentTokenLocation().getByteOffset();
                        attempt = attemptIdAmongVariables(parser);
                        int end = (int) parser.currentLocation().getByteOffset();
                        variables = new String(body, start, end - start, StandardCharsets.UTF_8);
                    }
                    default -> parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw Json.notJson();
            }
            return new StartBody(from, to, version, variables, attempt);
        } catch (IOException | IndexOutOfBoundsException e) {
            // an encoding other than UTF-8 has no byte offsets
            throw Json.notJson();
        }
    }

    private static String text(JsonParser parser, String field) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new Refused(Answer.invalid("Input should be a valid string", "string_type", "body", field));
        }
        return parser.getText();
    }

    private static String attemptIdAmongVariables(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new Refused(Answer.invalid("Input should be a valid dictionary", "dict_type", "body", "dynamic_variables"));
        }
        String attempt = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            boolean isAttempt = parser.currentName().equals("call_attempt_id");
            JsonToken value = parser.nextToken();
            if (isAttempt && value.isScalarValue()) {
                attempt = parser.getText();
            }
            parser.skipChildren();
        }
        return attempt;
    }

    /** Without numbers and variables. */
    @Override
    public String toString() {
        return "StartBody[" + attemptId + "]";
    }
}
