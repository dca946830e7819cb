package io.voicecampaigns.contact;

import java.util.ArrayList;
import java.util.List;

/** Reads one template's text. For one use by one thread. */
final class TemplateParser {
    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";

    private final String text;
    private int at;

    TemplateParser(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException saying what is wrong and at which character, counted from 1 */
    List<Template.Part> parse() {
        List<Template.Part> parts = new ArrayList<>();
        while (at < text.length()) {
            if (text.startsWith(OPEN, at)) {
                parts.add(place());
            } else {
                parts.add(constant());
            }
        }
        return parts;
    }

    private Template.Constant constant() {
        int from = at;
        int open = text.indexOf(OPEN, from);
        at = open < 0 ? text.length() : open;
        String constant = text.substring(from, at);
        int stray = constant.indexOf(CLOSE);
        if (stray >= 0) {
            throw wrong(from + stray, "}} closes nothing: a place begins with {{");
        }
        return new Template.Constant(constant);
    }

    private Template.Place place() {
        int open = at;
        at += OPEN.length();
        String column = column(open);
        List<Template.Step> steps = new ArrayList<>();
        boolean mayBeEmpty = false;
        while (!closes(open)) {
            at++;
            skipBlanks();
            int from = at;
            TemplateFunctions.Definition function = function();
            steps.add(step(function, from, arguments(function, open)));
            mayBeEmpty |= function.standsIn();
        }
        return new Template.Place(column, steps, mayBeEmpty);
    }

    private String column(int open) {
        int from = at;
        while (at < text.length() && text.charAt(at) != '|' && !text.startsWith(CLOSE, at)) {
            if (text.startsWith(OPEN, at)) {
                throw notClosed(open);
            }
            at++;
        }
        String column = Blank.strip(text.substring(from, at));
        if (at == text.length()) {
            throw notClosed(open);
        }
        if (column.isEmpty()) {
            throw wrong(from, "the name of a column is missing");
        }
        return column;
    }

    /** Stands at the next function's bar, or behind the braces that close the place. */
    private boolean closes(int open) {
        skipBlanks();
        if (text.startsWith(CLOSE, at)) {
            at += CLOSE.length();
            return true;
        }
        if (at == text.length() || text.startsWith(OPEN, at)) {
            throw notClosed(open);
        }
        if (text.charAt(at) != '|') {
            throw wrong(at, "| or }} should stand here");
        }
        return false;
    }

    private TemplateFunctions.Definition function() {
        int from = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || "_-".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        String name = text.substring(from, at);
        if (name.isEmpty()) {
            throw wrong(from, "the name of a function is missing, one of " + TemplateFunctions.names());
        }
        return TemplateFunctions.named(name).orElseThrow(() -> wrong(from,
                "there is no function " + name + ", did you mean " + TemplateFunctions.nearest(name) + "? "
                        + "The functions are " + TemplateFunctions.names()));
    }

    private List<String> arguments(TemplateFunctions.Definition function, int open) {
        List<String> arguments = new ArrayList<>();
        skipBlanks();
        if (at == text.length() || text.charAt(at) != '(') {
            return arguments;
        }
        do {
            at++;
            skipBlanks();
            if (arguments.isEmpty() && at < text.length() && text.charAt(at) == ')') {
                break;
            }
            arguments.add(argument(function, open));
            skipBlanks();
        } while (at < text.length() && text.charAt(at) == ',');
        if (at == text.length()) {
            throw notClosed(open);
        }
        if (text.charAt(at) != ')') {
            throw wrong(at, ", or ) should stand here: " + function.usage());
        }
        at++;
        return arguments;
    }

    private String argument(TemplateFunctions.Definition function, int open) {
        if (at == text.length()) {
            throw notClosed(open);
        }
        char quote = text.charAt(at);
        if (quote != '\'' && quote != '"') {
            throw wrong(at, "an argument stands in quotes: " + function.usage());
        }
        int from = at++;
        StringBuilder argument = new StringBuilder();
        while (at < text.length()) {
            char character = text.charAt(at++);
            if (character != quote) {
                argument.append(character);
            } else if (at < text.length() && text.charAt(at) == quote) {
                argument.append(quote);
                at++;
            } else {
                return argument.toString();
            }
        }
        throw wrong(from, "the quote that opens here is not closed");
    }

    private Template.Step step(TemplateFunctions.Definition function, int from, List<String> arguments) {
        if (!function.takes(arguments.size())) {
            throw wrong(from, "wrong number of arguments (" + arguments.size() + "): " + function.usage());
        }
        try {
            return function.compile().apply(arguments);
        } catch (IllegalArgumentException e) {
            throw wrong(from, e.getMessage());
        }
    }

    private void skipBlanks() {
        while (at < text.length() && Blank.isBlank(text.charAt(at))) {
            at++;
        }
    }

    private static IllegalArgumentException notClosed(int open) {
        return wrong(open, "{{ is not closed by }}");
    }

    private static IllegalArgumentException wrong(int position, String what) {
        return new IllegalArgumentException("at character " + (position + 1) + ": " + what);
    }
}
