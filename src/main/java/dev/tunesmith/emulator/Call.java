package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A request, whatever protocol it came by.
 *
 * @param method what is asked
 * @param resource the parent of a create or list, the name of anything else
 * @param body empty where the method has none
 * @param paging of no meaning but in lists
 */
record Call(RpcMethod method, String resource, ObjectNode body, Paging paging) {

  static Call of(RpcMethod method, String resource) {
    return new Call(method, resource, Json.object(), Paging.FIRST);
  }

  static Call of(RpcMethod method, String resource, ObjectNode body) {
    return new Call(method, resource, body, Paging.FIRST);
  }

  /**
   * Which part of a listing is asked for.
   *
   * @param size 0 for the default
   * @param token empty for the first page
   * @param filter empty for all
   */
  record Paging(int size, String token, String filter) {
    static final Paging FIRST = new Paging(0, "", "");
  }
}
