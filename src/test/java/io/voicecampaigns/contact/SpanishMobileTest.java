package io.voicecampaigns.contact;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import io.voicecampaigns.contact.PhoneNumbers.Valid;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shortcut must never tell anything that libphonenumber does not: a difference after an update of its data shows here. */
class SpanishMobileTest {
    private static final char NARROW_SPACE_UNKNOWN_TO_THE_LIBRARY = '\u202f';

    private final PhoneNumbers numbers = new PhoneNumbers();
    private final PhoneNumberUtil library = PhoneNumberUtil.getInstance();

    @Test
    void every_prefix_of_6_and_7_is_a_mobile_one_exactly_if_the_library_says_so() throws NumberParseException {
        for (int prefix = 60_000; prefix < 80_000; prefix++) {
            String national = prefix + "4321";
            boolean mobile = library.getNumberType(library.parse("+34" + national, null)) == PhoneNumberType.MOBILE;

            assertThat(SpanishMobile.read(national, "ES")).isEqualTo(mobile ? "+34" + national : null);
        }
    }

    @Test
    void no_other_prefix_takes_the_shortcut() {
        for (int prefix = 0; prefix < 1_000; prefix++) {
            String national = String.format("%03d654321", prefix);
            if ("67".indexOf(national.charAt(0)) < 0) {
                assertThat(SpanishMobile.read(national, "ES")).isNull();
            }
        }
    }

    @Test
    void what_the_shortcut_reads_the_library_reads_too() throws NumberParseException {
        Random random = new Random(612345678);
        int read = 0;
        for (int i = 0; i < 10_000; i++) {
            String text = mangled(random);
            for (String region : new String[] {"ES", "GB", "US"}) {
                String mobile = SpanishMobile.read(text, region);
                if (mobile != null) {
                    read++;
                    var number = library.parse(text.replace(NARROW_SPACE_UNKNOWN_TO_THE_LIBRARY, ' '), region);
                    assertThat(library.isValidNumber(number)).as(text).isTrue();
                    assertThat(library.format(number, PhoneNumberFormat.E164)).as(text).isEqualTo(mobile);
                    assertThat(numbers.normaliseAny(text, region)).as(text).isEqualTo(new Valid(mobile));
                }
            }
        }
        assertThat(read).isGreaterThan(3_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"612345678", "612 34 56 78", "+34 612\u00a034\u00a056\u00a078", "0034612345678", "34612345678",
        "'612345678", "612-345-678"})
    void the_common_spellings_take_the_shortcut(String text) {
        assertThat(SpanishMobile.read(text, "ES")).isEqualTo("+34612345678");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "+", "34", "0034", "+34", "61234567", "6123456789", "612345678.0", "61234567.8", "910000000",
        "0612345678", "+612345678",
        "+0034612345678", "00346123456789", "612345678x", "6'12345678", "-612345678", "1134612345678", "+33612345678"})
    void anything_else_is_left_to_the_library(String text) {
        assertThat(SpanishMobile.read(text, "ES")).isNull();
    }

    @Test
    void in_another_region_only_the_plus_sign_makes_a_number_spanish() {
        assertThat(SpanishMobile.read("+34612345678", "GB")).isEqualTo("+34612345678");
        assertThat(SpanishMobile.read("612345678", "GB")).isNull();
        assertThat(SpanishMobile.read("0034612345678", "US")).isNull();
    }

    /** Mostly a Spanish mobile number, in some way of writing, sometimes with a mistake. */
    private static String mangled(Random random) {
        String[] fronts = {"", "", "", "'", "+34", "+34 ", "34", "0034", "00 34 ", "+ 34-", " ", "00"};
        String[] separators = {"", "", "", "", " ", "-", "\u00a0", "\u202f", "  ", "- ", "--"};
        StringBuilder text = new StringBuilder(fronts[random.nextInt(fronts.length)]).append(random.nextInt(5) == 0 ? 7 : 6);
        int digits = random.nextInt(20) == 0 ? 9 : 8;
        for (int i = 0; i < digits; i++) {
            text.append(separators[random.nextInt(separators.length)]).append(random.nextInt(10));
        }
        return text.append(separators[random.nextInt(separators.length)]).toString();
    }
}
