package org.entente.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DatabindException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a JSON body in the caller's words: a pointer and what was expected, never a class of ours. */
public final class JsonFaults {

    private JsonFaults() {}

    static ProblemException ofSyntax(JsonProcessingException failure) {
        @Nullable JsonLocation place = failure.getLocation();
        String where = place == null ? "." : " at line " + place.getLineNr() + ", column " + place.getColumnNr() + ".";
        return new ProblemException(ProblemType.MALFORMED_JSON, "The JSON text breaks off or goes wrong" + where);
    }

    /** What is wrong with a value of a body. */
    public static ProblemException ofBinding(DatabindException failure) {
        return ProblemException.invalidBody(pointer(failure), detail(failure));
    }

    private static String pointer(DatabindException failure) {
        return failure instanceof JsonMappingException mapping
                ? mapping.getPath().stream().map(JsonFaults::step).collect(Collectors.joining())
                : "";
    }

    private static String step(Reference reference) {
        @Nullable String name = reference.getFieldName();
        return "/" + (name == null ? reference.getIndex() : escape(name));
    }

    /** RFC 6901 §3. */
    static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static String detail(DatabindException failure) {
        if (failure instanceof UnrecognizedPropertyException unknown) {
            return "This field is not known. Known: "
                    + unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .sorted()
                            .collect(Collectors.joining(", "))
                    + ".";
        }
        if (failure instanceof ValueInstantiationException
                && failure.getCause() instanceof IllegalArgumentException own) {
            // Our own values explain themselves; they are the only constructors that run here.
            return String.valueOf(own.getMessage());
        }
        if (failure instanceof InvalidFormatException || failure instanceof MismatchedInputException) {
            return mismatch((MismatchedInputException) failure);
        }
        return "This is not the expected content.";
    }

    private static String mismatch(MismatchedInputException failure) {
        @Nullable String message = failure.getOriginalMessage();
        if (message != null && message.startsWith("Missing required creator property")) {
            return "A required field is missing: " + quoted(message) + ".";
        }
        @Nullable Class<?> target = failure.getTargetType();
        return target == null ? "This is not the expected content." : "Expected " + expected(target) + ".";
    }

    private static String quoted(String message) {
        int from = message.indexOf('\'');
        int to = message.indexOf('\'', from + 1);
        return from < 0 || to < 0 ? "see the API description" : message.substring(from + 1, to);
    }

    private static String expected(Class<?> target) {
        if (target.isEnum()) {
            return "one of "
                    + java.util.Arrays.stream(target.getEnumConstants())
                            .map(constant -> constant.toString())
                            .collect(Collectors.joining(", "));
        }
        if (java.util.Collection.class.isAssignableFrom(target) || target.isArray()) {
            return "an array";
        }
        if (target == String.class) {
            return "a string";
        }
        if (target == Boolean.class || target == boolean.class) {
            return "true or false";
        }
        if (Number.class.isAssignableFrom(target) || target.isPrimitive()) {
            return "a number";
        }
        return target.getSimpleName().endsWith("Id") ? "a name such as xa-cert" : "an object of the documented shape";
    }
}
