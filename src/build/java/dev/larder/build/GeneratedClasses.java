package dev.larder.build;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What Quarkus generates, made the same in each build. Two things differ without meaning: the
 * numbers of recorded values, which its threads draw as they come (Quarkus's pull request 53025
 * ends that), and the order of mapped settings, which is that of identity hashes.
 */
final class GeneratedClasses {
  private static final String RECORDED = "io/quarkus/runner/recorded/";
  private static final String VALUE = "proxykey";

  private static final String SETTINGS = "io/quarkus/runtime/generated/";
  private static final String SHARED = SETTINGS + "SharedConfig.class";
  private static final String MAPPING = "configClass$";
  private static final String DEFINES_MAPPING = "configClass";
  private static final String LOADS_NESTED = "ensureLoaded";

  /** Of a builder that takes a mapping; where it takes an instance too, the order is fixed. */
  private static final String TAKES_MAPPING =
      "(Lio/smallrye/config/SmallRyeConfigBuilder;"
          + "Lio/smallrye/config/ConfigMappings$ConfigClass;)V";

  private GeneratedClasses() {}

  /** Replaces them among a function's own files, which are given by name. */
  static void settle(SortedMap<String, byte[]> files) {
    Map<String, String> values = new HashMap<>();
    Map<String, String> mappings = new HashMap<>();
    files.computeIfPresent(
        SHARED, (name, bytes) -> changed(bytes, node -> orderDefinitions(node, mappings)));
    files.replaceAll(
        (name, bytes) -> {
          if (name.startsWith(RECORDED)) {
            return changed(bytes, node -> numberValues(node, values));
          }
          if (name.startsWith(SETTINGS)) {
            return changed(bytes, node -> orderUses(node, mappings));
          }
          return bytes;
        });
  }

  private static byte[] changed(byte[] bytes, Consumer<MethodNode> change) {
    ClassNode node = new ClassNode();
    new ClassReader(bytes).accept(node, 0);
    node.methods.forEach(change);
    ClassWriter written = new ClassWriter(0);
    node.accept(written);
    return written.toByteArray();
  }

  /** Numbers them as they come in the classes by name, and in each from its beginning. */
  private static void numberValues(MethodNode method, Map<String, String> numbered) {
    for (AbstractInsnNode at : method.instructions) {
      if (at instanceof LdcInsnNode constant
          && constant.cst instanceof String text
          && text.startsWith(VALUE)) {
        constant.cst = numbered.computeIfAbsent(text, none -> VALUE + numbered.size());
      }
    }
  }

  /** Sorts the definitions by what they map, and numbers their fields in that order. */
  private static void orderDefinitions(MethodNode method, Map<String, String> renamed) {
    TreeMap<String, InsnList> definitions = new TreeMap<>();
    InsnList definition = null;
    for (AbstractInsnNode at : method.instructions.toArray()) {
      if (beginsDefinition(at)) {
        definition = new InsnList();
        definitions.put(
            ((LdcInsnNode) at).cst + " " + ((LdcInsnNode) at.getNext()).cst, definition);
      }
      if (definition == null) {
        continue;
      }
      if (!isOfDefinition(at)) {
        for (InsnList each : definitions.values()) {
          for (AbstractInsnNode part : each) {
            if (isMapping(part, Opcodes.PUTSTATIC)) {
              renamed.put(((FieldInsnNode) part).name, MAPPING + renamed.size());
            }
          }
          method.instructions.insertBefore(at, each);
        }
        return;
      }
      method.instructions.remove(at);
      definition.add(at);
    }
  }

  private static boolean beginsDefinition(AbstractInsnNode at) {
    return at instanceof LdcInsnNode
        && at.getNext() instanceof LdcInsnNode
        && calls(at.getNext().getNext(), DEFINES_MAPPING);
  }

  private static boolean isOfDefinition(AbstractInsnNode at) {
    return at instanceof LdcInsnNode
        || calls(at, DEFINES_MAPPING)
        || calls(at, LOADS_NESTED)
        || isMapping(at, Opcodes.PUTSTATIC);
  }

  private static boolean calls(AbstractInsnNode at, String name) {
    return at instanceof MethodInsnNode call && call.name.equals(name);
  }

  private static boolean isMapping(AbstractInsnNode at, int opcode) {
    return at instanceof FieldInsnNode field
        && field.getOpcode() == opcode
        && field.name.startsWith(MAPPING);
  }

  /** Renames the fields, and has the same method of the builder get them in their order. */
  private static void orderUses(MethodNode method, Map<String, String> renamed) {
    Map<String, List<FieldInsnNode>> uses = new HashMap<>();
    for (AbstractInsnNode at : method.instructions) {
      if (at instanceof FieldInsnNode field) {
        field.name = renamed.getOrDefault(field.name, field.name);
        if (isMapping(at, Opcodes.GETSTATIC)) {
          MethodInsnNode call = nextCall(at);
          if (call.desc.equals(TAKES_MAPPING)) {
            uses.computeIfAbsent(call.name, none -> new ArrayList<>()).add(field);
          }
        }
      }
    }
    for (List<FieldInsnNode> fields : uses.values()) {
      List<String> names =
          fields.stream()
              .map(field -> field.name)
              .sorted(Comparator.comparing(String::length).thenComparing(name -> name))
              .toList();
      for (int i = 0; i < names.size(); i++) {
        fields.get(i).name = names.get(i);
      }
    }
  }

  private static MethodInsnNode nextCall(AbstractInsnNode from) {
    AbstractInsnNode at = from;
    while (!(at instanceof MethodInsnNode)) {
      at = at.getNext();
    }
    return (MethodInsnNode) at;
  }
}
