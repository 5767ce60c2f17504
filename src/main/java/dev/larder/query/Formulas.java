package dev.larder.query;

/**
 * Cells that spreadsheet programs take for formulas. See "CSV Injection" of the OWASP Foundation.
 */
final class Formulas {
  private Formulas() {}

  /** The cell, with an apostrophe before it if a spreadsheet program would evaluate it. */
  static String escaped(String cell) {
    return !cell.isEmpty() && "=+-@\t\r".indexOf(cell.charAt(0)) >= 0 ? '\'' + cell : cell;
  }
}
