package io.voicecampaigns.reload;

import java.util.function.UnaryOperator;

/** What goes wrong when people edit routes, each with the file, a text of the line that is meant, and what they must be told. */
enum BadEdits {
    NO_YAML("30-dial-contacts.camel.yaml", "\tbroken: yes", "is no YAML", text -> text + "\tbroken: yes\n"),
    HALF_A_FILE("50-report-outcomes.camel.yaml", "", "", text -> text.substring(0, text.indexOf("uri: direct:deliver-outcomes") + 6)),
    NO_LIST_OF_ROUTES("60-x.camel.yaml", "id: x-y", "is no list of routes", text -> "id: x-y\n"),
    MISSPELLED_FIELD("50-report-outcomes.camel.yaml", "paramters:", "unknown field paramters", text -> text.replaceFirst("parameters:", "paramters:")),
    UNKNOWN_STEP("60-x.camel.yaml", "- twist:", "unknown step twist", text -> route("- twist:\n    message: a")),
    UNKNOWN_LANGUAGE("60-x.camel.yaml", "simpel:", "unknown language simpel", text -> route("- setBody:\n    expression:\n      simpel:\n        expression: a")),
    WRONG_EXPRESSION("60-x.camel.yaml", "- setBody:", "functionEnd", text -> route("- setBody:\n    expression:\n      simple:\n        expression: \"${body\"")),
    UNKNOWN_COMPONENT("60-x.camel.yaml", "- to:", "unknown component nowhere", text -> route("- to:\n    uri: nowhere:x")),
    UNKNOWN_COMPONENT_OF_A_MESSAGE("60-x.camel.yaml", "- toD:", "unknown component nowhere", text -> route("- toD:\n    uri: \"nowhere:${body}\"")),
    UNKNOWN_OPTION_WHERE_MESSAGES_MAY_DECIDE("60-x.camel.yaml", "- toD:", "unknown option loud", text -> route("- toD:\n    uri: \"log:x?loud=1\"")),
    UNKNOWN_COMPONENT_THAT_IS_ASKED("60-x.camel.yaml", "- pollEnrich:", "unknown component nowhere",
            text -> route("- pollEnrich:\n    expression:\n      constant:\n        expression: nowhere:x")),
    UNKNOWN_OPTION("30-dial-contacts.camel.yaml", "blockWenFull:", "unknown option blockWenFull",
            text -> text.replace("blockWhenFull", "blockWenFull")),
    UNKNOWN_OPTION_OF_A_START("30-dial-contacts.camel.yaml", "greedily:", "unknown option greedily", text -> text.replace("greedy:", "greedily:")),
    UNKNOWN_BEAN("30-dial-contacts.camel.yaml", "ref: dailing", "unknown bean dailing", text -> text.replaceFirst("ref: dialing", "ref: dailing")),
    UNKNOWN_METHOD("30-dial-contacts.camel.yaml", "method: clam", "the bean dialing has no public method clam",
            text -> text.replace("method: claim", "method: clam")),
    WRONG_NUMBER_OF_ARGUMENTS("30-dial-contacts.camel.yaml", "method: \"answer(", "does not take 1 argument",
            text -> text.replace("answer(${variable.claimed}, ${body})", "answer(${body})")),
    UNKNOWN_SETTING("30-dial-contacts.camel.yaml", "{{dial.intervall}}", "there is no setting dial.intervall",
            text -> text.replace("{{dial.interval}}", "{{dial.intervall}}")),
    UNSET_ENVIRONMENT("60-x.camel.yaml", "- log:", "there is no setting env:NO_SUCH_ENVIRONMENT", text -> route("- log:\n    message: \"{{env:NO_SUCH_ENVIRONMENT}}\"")),
    ID_TWICE("60-x.camel.yaml", "id: dial-contacts", "the id dial-contacts stands twice", text -> route("- log:\n    message: a").replace("x-y", "dial-contacts")),
    ID_OF_A_STEP_TWICE("60-x.camel.yaml", "id: hand-over", "the id hand-over stands twice", text -> route("- log:\n    id: hand-over\n    message: a")),
    NOBODY_THERE("50-report-outcomes.camel.yaml", "uri: direct:deliver-outcome", "no route begins with direct:",
            text -> text.replaceFirst("uri: direct:deliver-outcomes", "uri: direct:deliver-outcome")),
    NOBODY_THERE_AMONG_SEVERAL("60-x.camel.yaml", "- recipientList:", "no route begins with direct:nowhere",
            text -> route("- recipientList:\n    expression:\n      constant:\n        expression: direct:deliver-outcomes, direct:nowhere")),
    A_FIELD_TWICE("60-x.camel.yaml", "message: b", "the field message stands twice, also in line 8", text -> route("- log:\n    message: a\n    message: b")),
    TWO_CONSUMERS("60-x.camel.yaml", "uri: direct:deliver-outcomes", "direct:deliver-outcomes has two consumers",
            text -> route("- log:\n    message: a").replace("direct:x-y", "direct:deliver-outcomes")),
    NO_ANSWER_IS_RECORDED("30-dial-contacts.camel.yaml", "method: request", "dialing.answer is missing after dialing.request",
            text -> text.substring(0, text.indexOf("        - bean:\n            ref: dialing\n            method: \"answer("))),
    AN_ANSWER_ON_ONE_WAY_ALONE("30-dial-contacts.camel.yaml", "method: request", "dialing.answer is missing after dialing.request",
            text -> text.replace("        - toD:\n            id: start\n", """
                    - choice:
                        when:
                          - expression:
                              simple:
                                expression: "${body} == null"
                            steps:
                              - stop: {}
                    - toD:
                        id: start
                    """.indent(8))),
    NOBODY_LOOKS_CALLS_UP("40-poll-calls.camel.yaml", "method: due", "polling.due needs lookUps.due",
            text -> text.substring(0, text.indexOf("- route:\n    id: look-up-calls"))),
    AN_ENDLESS_LOOP("65-x.camel.yaml", "- loop:", "the loop would never end: none of its steps is given the variable sweep", text -> route("""
            - loop:
                doWhile: true
                expression:
                  simple:
                    expression: "${variable.sweep.next} != null"
                steps:
                  - log:
                      message: a
            """)),
    NO_METHOD("30-dial-contacts.camel.yaml", "- bean:", "the bean dialing has several methods, and none is named",
            text -> text.replaceFirst("            ref: dialing\n            method: claim\n", "            ref: dialing\n")),
    BAD_SCHEDULE("60-x.camel.yaml", "uri: \"cron:", "the schedule 0 0 2 * * * is none: ",
            text -> route("- log:\n    message: a").replace("uri: direct:x-y", "uri: \"cron:x?schedule=0 2 * * *\"")),
    NO_ERROR_HANDLING_FOR_THE_REST("90-handle-errors.camel.yaml", "- routeConfiguration:", "a routeConfiguration without id is missing",
            text -> text.substring(0, text.lastIndexOf("- routeConfiguration:"))),
    UNKNOWN_ERROR_HANDLING("30-dial-contacts.camel.yaml", "routeConfigurationId: dialling-faild", "no routeConfiguration has the id dialling-faild",
            text -> text.replace("dialling-failed", "dialling-faild")),
    UNKNOWN_KAMELET("11-read-lists.camel.yaml", "uri: kamelet", "there is no kamelet fiel-contacts-source",
            text -> text.replace("file-contacts-source", "fiel-contacts-source")),
    UNKNOWN_KAMELETS("30-dial-contacts.camel.yaml", "start-kall-action", "there is no kamelet ${variable.provider}-start-kall-action",
            text -> text.replace("start-call-action", "start-kall-action")),
    UNKNOWN_PROPERTY_OF_A_KAMELET("11-read-lists.camel.yaml", "uri: kamelet", "has no property intervall", text -> text.replace("interval:", "intervall:")),
    MISSING_PROPERTY_OF_A_KAMELET("60-x.camel.yaml", "uri: kamelet:diga-get-call-action", "the kamelet diga-get-call-action requires the property tenant",
            text -> route("- to:\n    uri: kamelet:diga-get-call-action")) {
        @Override
        Routes of(Routes routes) {
            return super.of(routes).replace("kamelets/diga-get-call-action.kamelet.yaml", "    type: object\n", "    type: object\n    required:\n      - tenant\n");
        }
    },
    ITSELF_INSIDE("60-x.camel.yaml", "route: *itself", "holds an alias of itself", text -> "- &itself\n  route: *itself\n"),
    BEANS_ELSEWHERE("60-x.camel.yaml", "- beans:", "beans stand in beans.camel.yaml alone", text -> "- beans:\n    - name: a\n      type: java.lang.Object\n"),
    OTHER_NAME_OF_A_KAMELET("kamelets/file-outcomes-sink.kamelet.yaml", "name: files-outcomes-sink", "metadata.name must be file-outcomes-sink",
            text -> text.replace("name: file-outcomes-sink", "name: files-outcomes-sink")),
    NO_KAMELET("kamelets/file-outcomes-sink.kamelet.yaml", "kind: Camelet", "kind must be Kamelet", text -> text.replace("kind: Kamelet", "kind: Camelet")),
    UNKNOWN_METHOD_IN_A_KAMELET("kamelets/file-outcomes-sink.kamelet.yaml", "method: except", "has no public method except",
            text -> text.replace("method: accept", "method: except")),
    UNKNOWN_SETTING_IN_A_KAMELET("kamelets/diga-start-call-action.kamelet.yaml", "{{baseUrll}}", "there is no setting baseUrll",
            text -> text.replace("uri: \"{{baseUrl}}\"", "uri: \"{{baseUrll}}\"")),
    UNKNOWN_OPTION_IN_A_KAMELET("kamelets/file-contacts-source.kamelet.yaml", "greedily:", "unknown option greedily",
            text -> text.replace("greedy:", "greedily:")),
    UNKNOWN_STEP_IN_A_KAMELET("kamelets/file-outcomes-sink.kamelet.yaml", "- bena:", "unknown step bena", text -> text.replace("- bean:", "- bena:"));

    final String file;
    final String lineHolds;
    final String reason;
    private final UnaryOperator<String> edit;

    BadEdits(String file, String lineHolds, String reason, UnaryOperator<String> edit) {
        this.file = file;
        this.lineHolds = lineHolds;
        this.reason = reason;
        this.edit = edit;
    }

    Routes of(Routes routes) {
        String before = routes.text(file) == null ? "" : routes.text(file);
        String after = edit.apply(before);
        if (after.equals(before)) {
            throw new AssertionError(this + " changes nothing");
        }
        return routes.with(file, after);
    }

    /** A route with these steps in a file of its own. */
    static String route(String steps) {
        return """
                - route:
                    id: x-y
                    description: Something new.
                    from:
                      uri: direct:x-y
                      steps:
                """ + steps.indent(8);
    }
}
