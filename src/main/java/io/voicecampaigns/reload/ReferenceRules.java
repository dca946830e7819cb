package io.voicecampaigns.reload;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Methods of beans, which Camel looks for when a message comes, and settings. */
final class ReferenceRules {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]+)}}");
    private static final Pattern BEAN_IN_SIMPLE = Pattern.compile("\\$\\{bean:([\\w-]+)(?:\\?method=|\\.)(\\w+)");

    private static final Set<String> CALLS = Set.of("bean", "method");

    private final BeanTypes beans;
    private final Predicate<String> isBean;
    private final Predicate<String> isSetting;
    private final Findings findings;

    /**
     * @param isBean    whether something of that name is bound, declared or not
     * @param isSetting whether there is a setting of that name
     */
    ReferenceRules(BeanTypes beans, Predicate<String> isBean, Predicate<String> isSetting, Findings findings) {
        this.beans = beans;
        this.isBean = isBean;
        this.isSetting = isSetting;
        this.findings = findings;
    }

    void check(String file, YamlNode root) {
        Set<String> own = new TreeSet<>();
        YamlNode checked = root;
        if (RouteSet.isKamelet(file)) {
            own.addAll(root.at("spec", "definition", "properties").fields().keySet());
            root.at("spec", "template", "beans").list().forEach(bean -> own.add(bean.text("name")));
            own.addAll(Set.of("templateId", "routeId", "uuid"));
            checked = root.at("spec", "template");
            root.at("spec", "definition", "properties").fields().values().forEach(property -> placeholders(file, property.at("default"), own));
        }
        root.list().forEach(entry -> entry.at("routeTemplate", "parameters").list().forEach(parameter -> own.add(parameter.text("name"))));
        checked.all().forEach(place -> {
            if (CALLS.contains(place.key()) && place.has("ref")) {
                String bean = place.text("ref").replaceFirst("^#(bean:)?", "");
                if (!bean.contains("{{") && !own.contains(bean) && !isBean.test(bean)) {
                    findings.add(file, place.at("ref").line(), "unknown bean " + bean);
                }
                method(file, place.at("method"), bean, place.text("method"));
            }
            place.scalar().ifPresent(text -> BEAN_IN_SIMPLE.matcher(text).results().forEach(match ->
                    method(file, place, match.group(1), match.group(2))));
            placeholders(file, place, own);
        });
    }

    private void method(String file, YamlNode place, String bean, String call) {
        beans.problem(bean, call).ifPresent(problem -> findings.add(file, place.line(), problem));
    }

    private void placeholders(String file, YamlNode place, Set<String> own) {
        Matcher matcher = PLACEHOLDER.matcher(place.scalar().orElse(""));
        while (matcher.find()) {
            String key = matcher.group(1).strip();
            // a colon: a default, or a function such as env
            if (!key.startsWith("?") && !key.startsWith("!") && !key.contains(":") && !own.contains(key) && !isSetting.test(key)) {
                findings.add(file, place.line(), "there is no setting " + key);
            }
        }
    }
}
