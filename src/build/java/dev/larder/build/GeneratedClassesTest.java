package dev.larder.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/** On classes that are made as Quarkus 3.34 makes them. */
class GeneratedClassesTest {
  private static final String RECORDED = "io/quarkus/runner/recorded/";
  private static final String SETTINGS = "io/quarkus/runtime/generated/";
  private static final String BUILDER = "io/quarkus/runtime/configuration/AbstractConfigBuilder";
  private static final String SMALLRYE = "Lio/smallrye/config/SmallRyeConfigBuilder;";
  private static final String MAPPING = "Lio/smallrye/config/ConfigMappings$ConfigClass;";

  private static byte[] type(String name, Consumer<MethodVisitor> code) {
    ClassWriter type = new ClassWriter(0);
    type.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, name, null, "java/lang/Object", null);
    MethodVisitor method = type.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
    method.visitCode();
    code.accept(method);
    method.visitInsn(Opcodes.RETURN);
    method.visitMaxs(3, 0);
    method.visitEnd();
    type.visitEnd();
    return type.toByteArray();
  }

  private static byte[] values(String name, String... constants) {
    return type(
        RECORDED + name,
        method -> {
          for (String constant : constants) {
            method.visitLdcInsn(constant);
            method.visitInsn(Opcodes.POP);
          }
        });
  }

  private static SortedMap<String, byte[]> settled(SortedMap<String, byte[]> files) {
    GeneratedClasses.settle(files);
    return files;
  }

  private static SortedMap<String, byte[]> recorded(String first, String second) {
    return settled(
        new TreeMap<>(
            Map.of(
                RECORDED + "A.class", values("A", first, "other", second),
                RECORDED + "B.class", values("B", second, first))));
  }

  /** Returns what a class reads and writes, in order. */
  private static List<String> read(byte[] bytes) {
    ClassNode node = new ClassNode();
    new ClassReader(bytes).accept(node, 0);
    List<String> all = new ArrayList<>();
    for (AbstractInsnNode at : node.methods.get(0).instructions) {
      if (at instanceof LdcInsnNode constant) {
        all.add(String.valueOf(constant.cst));
      } else if (at instanceof FieldInsnNode field) {
        all.add((field.getOpcode() == Opcodes.PUTSTATIC ? "=" : "") + field.name);
      } else if (at instanceof MethodInsnNode call) {
        all.add(call.name + "()");
      }
    }
    return all;
  }

  private static void assertSameFiles(
      SortedMap<String, byte[]> expected, SortedMap<String, byte[]> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach((name, bytes) -> assertArrayEquals(bytes, actual.get(name), name));
  }

  @Test
  void recordedValuesAreNumberedInTheOrderOfTheClasses() {
    SortedMap<String, byte[]> files = recorded("proxykey141", "proxykey15");
    assertSameFiles(files, recorded("proxykey7", "proxykey20"));
    assertEquals(List.of("proxykey0", "other", "proxykey1"), read(files.get(RECORDED + "A.class")));
    assertEquals(List.of("proxykey1", "proxykey0"), read(files.get(RECORDED + "B.class")));
  }

  private static void define(MethodVisitor method, int number, String type) {
    method.visitLdcInsn(type);
    method.visitLdcInsn("prefix");
    method.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        BUILDER,
        "configClass",
        "(Ljava/lang/String;Ljava/lang/String;)" + MAPPING,
        false);
    method.visitFieldInsn(
        Opcodes.PUTSTATIC, SETTINGS + "SharedConfig", "configClass$" + number, MAPPING);
    method.visitLdcInsn(type + "Nested");
    method.visitMethodInsn(
        Opcodes.INVOKESTATIC, BUILDER, "ensureLoaded", "(Ljava/lang/String;)V", false);
  }

  private static void take(MethodVisitor method, String name, int number, String instance) {
    method.visitInsn(Opcodes.ACONST_NULL);
    method.visitFieldInsn(
        Opcodes.GETSTATIC, SETTINGS + "SharedConfig", "configClass$" + number, MAPPING);
    if (instance != null) {
      method.visitLdcInsn(instance);
    }
    method.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        BUILDER,
        name,
        "(" + SMALLRYE + MAPPING + (instance == null ? "" : "Ljava/lang/Object;") + ")V",
        false);
  }

  /** Three mappings in an order, of which two are taken in another. */
  private static SortedMap<String, byte[]> settings(List<String> defined, List<String> taken) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    files.put(
        SETTINGS + "SharedConfig.class",
        type(
            SETTINGS + "SharedConfig",
            method -> {
              method.visitInsn(Opcodes.ACONST_NULL);
              method.visitFieldInsn(
                  Opcodes.PUTSTATIC, SETTINGS + "SharedConfig", "conv$0", MAPPING);
              for (int i = 0; i < defined.size(); i++) {
                define(method, i, defined.get(i));
              }
            }));
    files.put(
        SETTINGS + "RunTimeConfigCustomizer.class",
        type(
            SETTINGS + "RunTimeConfigCustomizer",
            method -> {
              take(method, "withMappingInstance", defined.indexOf("c"), "instance");
              take(method, "withMappingInstance", defined.indexOf("a"), "instance");
              for (String each : taken) {
                take(method, "withMapping", defined.indexOf(each), null);
              }
            }));
    return settled(files);
  }

  @Test
  void mappedSettingsAreInTheOrderOfTheirTypes() {
    SortedMap<String, byte[]> files = settings(List.of("c", "a", "b"), List.of("b", "a"));
    assertSameFiles(files, settings(List.of("b", "c", "a"), List.of("a", "b")));
    assertEquals(
        Stream.of("a", "b", "c")
            .flatMap(
                type ->
                    Stream.of(
                        type,
                        "prefix",
                        "configClass()",
                        "=configClass$" + (type.charAt(0) - 'a'),
                        type + "Nested",
                        "ensureLoaded()"))
            .toList(),
        read(files.get(SETTINGS + "SharedConfig.class")).subList(1, 19));
    assertEquals(
        List.of(
            "configClass$2",
            "instance",
            "withMappingInstance()",
            "configClass$0",
            "instance",
            "withMappingInstance()",
            "configClass$0",
            "withMapping()",
            "configClass$1",
            "withMapping()"),
        read(files.get(SETTINGS + "RunTimeConfigCustomizer.class")));
  }

  @Test
  void otherFilesAreLeftAsTheyAre() {
    byte[] own = {1, 2};
    assertSame(own, settled(new TreeMap<>(Map.of("Own.class", own))).get("Own.class"));
  }
}
