package io.voicecampaigns.provider;

import java.util.List;

/**
 * Which answers a rule is about. The HTTP status comes first; code and fields tell answers of one status apart.
 *
 * @param statuses such as {@code 422} or {@code 4xx}
 * @param codes    empty: any error code, also none
 * @param fields   empty: any fields; otherwise the answer names at least one field, and none but these
 */
record AnswerCondition(List<String> statuses, List<WordPattern> codes, List<WordPattern> fields) {

    boolean matches(int status, ProviderError error) {
        return statuses.stream().anyMatch(pattern -> isStatus(pattern, status))
                && (codes.isEmpty() || error.code().filter(code -> WordPattern.any(codes, WordPattern.plain(code))).isPresent())
                && (fields.isEmpty() || !error.fields().isEmpty()
                        && error.fields().stream().allMatch(field -> WordPattern.any(fields, WordPattern.plain(field))));
    }

    private static boolean isStatus(String pattern, int status) {
        return pattern.endsWith("xx") ? pattern.charAt(0) - '0' == status / 100 : pattern.equals(Integer.toString(status));
    }
}
