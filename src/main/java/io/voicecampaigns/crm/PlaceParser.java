package io.voicecampaigns.crm;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Reads one {@link PlaceText}. For one use by one thread. */
final class PlaceParser {
    private final String text;
    private final Predicate<String> known;
    private int at;

    PlaceParser(String text, Predicate<String> known) {
        this.text = text;
        this.known = known;
    }

    List<PlaceText.Part> parse() {
        List<PlaceText.Part> parts = new ArrayList<>();
        while (at < text.length()) {
            int open = text.indexOf('{', at);
            int end = open < 0 ? text.length() : open;
            if (end > at) {
                parts.add(new PlaceText.Words(text.substring(at, end)));
            }
            at = end;
            if (open >= 0) {
                at++;
                parts.add(place());
            }
        }
        return parts;
    }

    private PlaceText.Place place() {
        List<PlaceText.Operand> operands = new ArrayList<>(List.of(operand()));
        List<PlaceFunction> functions = new ArrayList<>();
        while (true) {
            char next = next("a place is not closed by }");
            at++;
            switch (next) {
                case '}' -> {
                    return new PlaceText.Place(operands, functions);
                }
                case ',' -> operands.add(operand());
                case '|' -> functions.add(function());
                default -> throw wrong("expected , or | or } instead of " + next);
            }
        }
    }

    private PlaceText.Operand operand() {
        if (isQuote(next("a name is missing after {"))) {
            return new PlaceText.Literal(quoted());
        }
        String name = name();
        if (!known.test(name)) {
            throw wrong(name.isEmpty() ? "a name is missing" : "there is nothing named " + name);
        }
        return new PlaceText.Name(name);
    }

    private PlaceFunction function() {
        next("the name of a function is missing");
        String name = name();
        List<String> arguments = new ArrayList<>();
        if (at < text.length() && text.charAt(at) == '(') {
            at++;
            while (next("( is not closed by )") != ')') {
                if (!isQuote(text.charAt(at))) {
                    throw wrong("what a function is given stands in quotes");
                }
                arguments.add(quoted());
                if (next("( is not closed by )") == ',') {
                    at++;
                }
            }
            at++;
        }
        try {
            return PlaceFunction.named(name, arguments);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private String name() {
        int from = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        return text.substring(from, at);
    }

    private String quoted() {
        char quote = text.charAt(at++);
        StringBuilder words = new StringBuilder();
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next != quote) {
                words.append(next);
            } else if (at < text.length() && text.charAt(at) == quote) {
                words.append(quote);
                at++;
            } else {
                return words.toString();
            }
        }
        throw wrong("a quote is not closed");
    }

    private char next(String orElse) {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            throw wrong(orElse);
        }
        return text.charAt(at);
    }

    private static boolean isQuote(char character) {
        return character == '\'' || character == '"';
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(what + ", near character " + (at + 1) + " of: " + text);
    }
}
