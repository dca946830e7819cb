package io.voicecampaigns;

import io.quarkus.arc.Arc;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.apache.camel.quarkus.main.CamelMain;

/** The demo campaign on the Camel Quarkus runtime: its context runs the routes and kamelets that stand beside it. */
@QuarkusMain
public final class QuarkusDemo implements QuarkusApplication {
    public static void main(String[] args) {
        Quarkus.run(QuarkusDemo.class, args);
    }

    @Override
    public int run(String... args) throws Exception {
        CamelMain main = Arc.container().instance(CamelMain.class).get();
        Demo.runOn(options -> new Bundle(main, options));
        System.out.println("Run by " + main.getCamelContext().getClass().getName() + ", Camel " + main.getCamelContext().getVersion());
        return 0;
    }
}
