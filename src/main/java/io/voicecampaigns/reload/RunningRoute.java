package io.voicecampaigns.reload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.KameletDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDynamicDefinition;

/**
 * A route of the running context, and what it has to do with others.
 *
 * @param file    the file of the set that it stands in; empty for one that somebody made while the service ran
 * @param kamelet the kamelet whose template it was made from, if it was
 * @param input   where it takes messages from, without options: {@code seda:start-call}
 * @param steady  endpoints that its steps name, without options
 * @param dynamic as {@code steady}, of names that a message completes
 */
record RunningRoute(RouteDefinition definition, Optional<String> file, Optional<String> kamelet, String input, Set<String> steady, Set<String> dynamic) {
    private static final String KAMELET = "kamelet:";

    static RunningRoute of(CamelContext context, RouteDefinition definition, RouteSet set) {
        Set<String> steady = new TreeSet<>();
        Set<String> dynamic = new TreeSet<>();
        ProcessorDefinitionHelper.filterTypeInOutputs(definition.getOutputs(), ProcessorDefinition.class).forEach(step -> {
            if (step instanceof ToDynamicDefinition to) {
                dynamic.add(name(context, to.getUri()));
            } else if (step instanceof EndpointRequiredDefinition to) {
                steady.add(name(context, to.getEndpointUri()));
            } else if (step instanceof KameletDefinition to) {
                steady.add(KAMELET + to.getName());
            }
        });
        Optional<String> kamelet = Boolean.TRUE.equals(definition.isKamelet())
                ? Optional.of(String.valueOf(definition.getTemplateParameters().get("templateId"))) : Optional.empty();
        Optional<String> file = definition.getResource() == null || kamelet.isPresent() ? Optional.empty() : set.files().keySet().stream()
                .filter(name -> definition.getResource().getLocation().equals("file:" + set.shown(name))).findFirst();
        return new RunningRoute(definition, file, kamelet, name(context, definition.getInput().getEndpointUri()), steady, dynamic);
    }

    /** A URI without its options, its placeholders replaced where they are settings. */
    private static String name(CamelContext context, String uri) {
        String resolved = uri;
        try {
            resolved = context.resolvePropertyPlaceholders(uri);
        } catch (IllegalArgumentException e) {
            // a property of a kamelet: any name may come of it
        }
        String name = resolved.replaceFirst("\\?.*", "").replaceFirst("^(\\w+)://", "$1:");
        return name.startsWith(KAMELET) ? name.replaceFirst("/.*", "") : name;
    }

    /** The kamelets that a route names for good, as URIs with their options. */
    static List<String> kameletUris(RouteDefinition route) {
        List<String> uris = new ArrayList<>();
        uris.add(route.getInput().getEndpointUri());
        ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class).forEach(step -> {
            if (step instanceof EndpointRequiredDefinition to) {
                uris.add(to.getEndpointUri());
            }
        });
        return uris.stream().filter(uri -> uri.startsWith(KAMELET)).toList();
    }

    String id() {
        return definition.getRouteId();
    }

    /** Whether it takes what comes from outside, or from a clock, rather than from another route. */
    boolean isEntry() {
        return !input.startsWith("direct:") && !input.startsWith("seda:") && !input.startsWith(KAMELET);
    }

    boolean sendsTo(String endpoint) {
        return steady.contains(endpoint) || dynamic.stream().anyMatch(name -> EndpointUse.names(name).matcher(endpoint).matches());
    }

    /** Whether it is made of one of these kamelets, or may call one. */
    boolean uses(Set<String> kamelets) {
        return kamelets.stream().anyMatch(kamelet -> sendsTo(KAMELET + kamelet) || input.equals(KAMELET + kamelet)
                || EndpointUse.names(input).matcher(KAMELET + kamelet).matches());
    }

    /** The kamelets that have a route for this one alone, or for it and others that name them too. */
    Set<String> ownKamelets() {
        Set<String> own = new TreeSet<>();
        steady.stream().filter(RunningRoute::isKamelet).forEach(uri -> own.add(uri.substring(KAMELET.length())));
        if (isKamelet(input)) {
            own.add(input.substring(KAMELET.length()));
        }
        return own;
    }

    private static boolean isKamelet(String uri) {
        return uri.startsWith(KAMELET) && !uri.equals("kamelet:source") && !uri.equals("kamelet:sink");
    }
}
