package io.voicecampaigns.simulator.salesforce;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What stands behind {@code WHERE}. As Salesforce does, it refuses AND beside OR without parentheses. */
final class SoqlCondition {
    private final SoqlTokens tokens;
    private final Soql.Reader reader;
    private final ObjectType type;

    SoqlCondition(SoqlTokens tokens, Soql.Reader reader, ObjectType type) {
        this.tokens = tokens;
        this.reader = reader;
        this.type = type;
    }

    Predicate<Map<String, Object>> read() {
        Predicate<Map<String, Object>> all = one();
        String joint = "";
        while (tokens.peek().equalsIgnoreCase("AND") || tokens.peek().equalsIgnoreCase("OR")) {
            String word = tokens.next();
            if (!joint.isEmpty() && !word.equalsIgnoreCase(joint)) {
                throw SoqlTokens.malformed("unexpected token: '" + word + "'");
            }
            joint = word;
            Predicate<Map<String, Object>> next = one();
            all = word.equalsIgnoreCase("AND") ? all.and(next) : all.or(next);
        }
        return all;
    }

    private Predicate<Map<String, Object>> one() {
        if (tokens.takes("NOT")) {
            return one().negate();
        }
        if (tokens.takes("(")) {
            Predicate<Map<String, Object>> inner = read();
            tokens.expect(")");
            return inner;
        }
        String path = tokens.next();
        reader.check(type, path);
        Function<Map<String, Object>, Object> value = reader.value(type, path);
        boolean isNegated = tokens.takes("NOT");
        if (tokens.takes("IN")) {
            List<Object> any = list();
            return record -> any.stream().anyMatch(literal -> isEqual(value.apply(record), literal)) != isNegated;
        }
        String operator = tokens.next();
        if (operator.equalsIgnoreCase("LIKE")) {
            Pattern like = Pattern.compile(Pattern.quote(String.valueOf(literal())).replace("%", "\\E.*\\Q"), Pattern.CASE_INSENSITIVE);
            return record -> value.apply(record) != null && like.matcher(String.valueOf(value.apply(record))).matches();
        }
        Object literal = literal();
        return switch (operator) {
            case "=" -> record -> isEqual(value.apply(record), literal);
            case "!=", "<>" -> record -> !isEqual(value.apply(record), literal);
            case "<" -> record -> ordered(value.apply(record), literal) && compare(value.apply(record), literal) < 0;
            case "<=" -> record -> ordered(value.apply(record), literal) && compare(value.apply(record), literal) <= 0;
            case ">" -> record -> ordered(value.apply(record), literal) && compare(value.apply(record), literal) > 0;
            case ">=" -> record -> ordered(value.apply(record), literal) && compare(value.apply(record), literal) >= 0;
            default -> throw SoqlTokens.malformed("unexpected token: '" + operator + "'");
        };
    }

    private List<Object> list() {
        List<Object> all = new ArrayList<>();
        tokens.expect("(");
        do {
            all.add(literal());
        } while (tokens.takes(","));
        tokens.expect(")");
        return all;
    }

    private Object literal() {
        String token = tokens.next();
        if (token.startsWith("'")) {
            return token.substring(1, token.length() - 1).replaceAll("\\\\(.)", "$1");
        }
        if (token.matches("-?\\d+(\\.\\d+)?")) {
            return Double.valueOf(token);
        }
        return switch (token.toLowerCase(java.util.Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> null;
            default -> {
                if (!token.matches("\\d{4}-.*")) {
                    throw SoqlTokens.malformed("Bind variables only allowed in Apex code: " + token);
                }
                yield token.contains("T") ? OffsetDateTime.parse(token).toInstant() : token;
            }
        };
    }

    private static boolean isEqual(Object value, Object literal) {
        if (value == null || literal == null) {
            // an unset checkbox is false
            return value == literal;
        }
        return compare(value, literal) == 0 || isSameId(String.valueOf(value), String.valueOf(literal));
    }

    /** Ids of 15 characters find those of 18. */
    private static boolean isSameId(String value, String literal) {
        return value.length() == 18 && literal.length() == 15 && value.startsWith(literal);
    }

    private static boolean ordered(Object value, Object literal) {
        return value != null && literal != null;
    }

    /** Absent values come first. Ids are told apart by case, as are other texts here. */
    static int compare(Object left, Object right) {
        if (left == null || right == null) {
            return left == right ? 0 : left == null ? -1 : 1;
        }
        if (left instanceof Number number && right instanceof Number other) {
            return Double.compare(number.doubleValue(), other.doubleValue());
        }
        if (right instanceof Instant instant) {
            return time(left).compareTo(instant);
        }
        return String.valueOf(left).compareTo(String.valueOf(right));
    }

    private static Instant time(Object value) {
        try {
            return Instant.from(Records.TIME.parse(String.valueOf(value)));
        } catch (DateTimeParseException e) {
            throw new Refusal("INVALID_QUERY_FILTER_OPERATOR", "a time is compared with what is none");
        }
    }
}
