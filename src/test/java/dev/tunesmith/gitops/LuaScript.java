package dev.tunesmith.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LoadState;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.BaseLib;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.TableLib;

/**
 * A script as Argo CD runs it: the resource is the global {@code obj}, and the libraries are those
 * that a script in {@code argocd-cm} has, without its clock: base, package and table. Every run has
 * an interpreter of its own.
 *
 * @param text in Lua 5.1
 */
public record LuaScript(String name, String text) {

  /** Reads a script. */
  public static LuaScript read(Path file) {
    try {
      return new LuaScript(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs it.
   *
   * @param resource what {@code obj} is; not changed
   * @return the table that it returns. Lua has no empty list and no integers: where the result
   *     agrees with the resource it is the resource's, and {@code []} where nothing tells
   * @throws LuaError when the script raises an error: Argo CD shows its words
   */
  public JsonNode run(JsonNode resource) {
    Globals globals = new Globals();
    LoadState.install(globals);
    LuaC.install(globals);
    for (LuaValue library : new LuaValue[] {new BaseLib(), new PackageLib(), new TableLib()}) {
      LuaValue unused = globals.load(library);
    }
    globals.set("obj", toLua(resource));
    LuaValue result = globals.load(text, name).call();
    if (!result.istable()) {
      throw new LuaError("Argo CD expects a table, not " + result.typename());
    }
    return toJson(result, resource);
  }

  private static LuaValue toLua(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        LuaTable table = new LuaTable();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
          table.set(field.getKey(), toLua(field.getValue()));
        }
        yield table;
      }
      case ARRAY -> {
        LuaTable table = new LuaTable();
        for (int i = 0; i < node.size(); i++) {
          table.set(i + 1, toLua(node.get(i)));
        }
        yield table;
      }
      case STRING -> LuaValue.valueOf(node.textValue());
      case NUMBER -> LuaValue.valueOf(node.doubleValue());
      case BOOLEAN -> LuaValue.valueOf(node.booleanValue());
      case NULL, MISSING -> LuaValue.NIL;
      case BINARY, POJO -> throw new IllegalArgumentException("not in JSON: " + node);
    };
  }

  private static JsonNode toJson(LuaValue value, JsonNode like) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return switch (value.type()) {
      case LuaValue.TTABLE -> tableToJson(value.checktable(), like);
      case LuaValue.TBOOLEAN -> json.booleanNode(value.toboolean());
      case LuaValue.TSTRING -> json.textNode(value.tojstring());
      case LuaValue.TNUMBER ->
          like.isNumber() && like.doubleValue() == value.todouble()
              ? like
              : json.numberNode(value.todouble());
      default -> throw new LuaError("Argo CD cannot read a " + value.typename());
    };
  }

  private static JsonNode tableToJson(LuaTable table, JsonNode like) {
    if (table.length() > 0 || (table.next(LuaValue.NIL).isnil(1) && !like.isObject())) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      for (int i = 1; i <= table.length(); i++) {
        array.add(toJson(table.get(i), like.path(i - 1)));
      }
      return array;
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Varargs at = table.next(LuaValue.NIL); !at.isnil(1); at = table.next(at.arg1())) {
      String key = at.arg1().tojstring();
      object.set(key, toJson(at.arg(2), like.path(key)));
    }
    return object;
  }
}
