#!/usr/bin/env node
import { createRequire } from "node:module"
const require = createRequire(import.meta.url)
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __require = /* @__PURE__ */ ((x) => typeof require !== "undefined" ? require : typeof Proxy !== "undefined" ? new Proxy(x, {
  get: (a, b) => (typeof require !== "undefined" ? require : a)[b]
}) : x)(function(x) {
  if (typeof require !== "undefined") return require.apply(this, arguments);
  throw Error('Dynamic require of "' + x + '" is not supported');
});
var __esm = (fn, res, err) => function __init() {
  if (err) throw err[0];
  try {
    return fn && (res = (0, fn[__getOwnPropNames(fn)[0]])(fn = 0)), res;
  } catch (e) {
    throw err = [e], e;
  }
};
var __commonJS = (cb, mod) => function __require2() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key2 of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key2) && key2 !== except)
        __defProp(to, key2, { get: () => from[key2], enumerable: !(desc = __getOwnPropDesc(from, key2)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));

// node_modules/commander/lib/error.js
var require_error = __commonJS({
  "node_modules/commander/lib/error.js"(exports) {
    var CommanderError2 = class extends Error {
      /**
       * Constructs the CommanderError class
       * @param {number} exitCode suggested exit code which could be used with process.exit
       * @param {string} code an id string representing the error
       * @param {string} message human-readable description of the error
       */
      constructor(exitCode, code, message) {
        super(message);
        Error.captureStackTrace(this, this.constructor);
        this.name = this.constructor.name;
        this.code = code;
        this.exitCode = exitCode;
        this.nestedError = void 0;
      }
    };
    var InvalidArgumentError2 = class extends CommanderError2 {
      /**
       * Constructs the InvalidArgumentError class
       * @param {string} [message] explanation of why argument is invalid
       */
      constructor(message) {
        super(1, "commander.invalidArgument", message);
        Error.captureStackTrace(this, this.constructor);
        this.name = this.constructor.name;
      }
    };
    exports.CommanderError = CommanderError2;
    exports.InvalidArgumentError = InvalidArgumentError2;
  }
});

// node_modules/commander/lib/argument.js
var require_argument = __commonJS({
  "node_modules/commander/lib/argument.js"(exports) {
    var { InvalidArgumentError: InvalidArgumentError2 } = require_error();
    var Argument2 = class {
      /**
       * Initialize a new command argument with the given name and description.
       * The default is that the argument is required, and you can explicitly
       * indicate this with <> around the name. Put [] around the name for an optional argument.
       *
       * @param {string} name
       * @param {string} [description]
       */
      constructor(name, description) {
        this.description = description || "";
        this.variadic = false;
        this.parseArg = void 0;
        this.defaultValue = void 0;
        this.defaultValueDescription = void 0;
        this.argChoices = void 0;
        switch (name[0]) {
          case "<":
            this.required = true;
            this._name = name.slice(1, -1);
            break;
          case "[":
            this.required = false;
            this._name = name.slice(1, -1);
            break;
          default:
            this.required = true;
            this._name = name;
            break;
        }
        if (this._name.endsWith("...")) {
          this.variadic = true;
          this._name = this._name.slice(0, -3);
        }
      }
      /**
       * Return argument name.
       *
       * @return {string}
       */
      name() {
        return this._name;
      }
      /**
       * @package
       */
      _collectValue(value, previous) {
        if (previous === this.defaultValue || !Array.isArray(previous)) {
          return [value];
        }
        previous.push(value);
        return previous;
      }
      /**
       * Set the default value, and optionally supply the description to be displayed in the help.
       *
       * @param {*} value
       * @param {string} [description]
       * @return {Argument}
       */
      default(value, description) {
        this.defaultValue = value;
        this.defaultValueDescription = description;
        return this;
      }
      /**
       * Set the custom handler for processing CLI command arguments into argument values.
       *
       * @param {Function} [fn]
       * @return {Argument}
       */
      argParser(fn) {
        this.parseArg = fn;
        return this;
      }
      /**
       * Only allow argument value to be one of choices.
       *
       * @param {string[]} values
       * @return {Argument}
       */
      choices(values) {
        this.argChoices = values.slice();
        this.parseArg = (arg, previous) => {
          if (!this.argChoices.includes(arg)) {
            throw new InvalidArgumentError2(
              `Allowed choices are ${this.argChoices.join(", ")}.`
            );
          }
          if (this.variadic) {
            return this._collectValue(arg, previous);
          }
          return arg;
        };
        return this;
      }
      /**
       * Make argument required.
       *
       * @returns {Argument}
       */
      argRequired() {
        this.required = true;
        return this;
      }
      /**
       * Make argument optional.
       *
       * @returns {Argument}
       */
      argOptional() {
        this.required = false;
        return this;
      }
    };
    function humanReadableArgName(arg) {
      const nameOutput = arg.name() + (arg.variadic === true ? "..." : "");
      return arg.required ? "<" + nameOutput + ">" : "[" + nameOutput + "]";
    }
    exports.Argument = Argument2;
    exports.humanReadableArgName = humanReadableArgName;
  }
});

// node_modules/commander/lib/help.js
var require_help = __commonJS({
  "node_modules/commander/lib/help.js"(exports) {
    var { humanReadableArgName } = require_argument();
    var Help2 = class {
      constructor() {
        this.helpWidth = void 0;
        this.minWidthToWrap = 40;
        this.sortSubcommands = false;
        this.sortOptions = false;
        this.showGlobalOptions = false;
      }
      /**
       * prepareContext is called by Commander after applying overrides from `Command.configureHelp()`
       * and just before calling `formatHelp()`.
       *
       * Commander just uses the helpWidth and the rest is provided for optional use by more complex subclasses.
       *
       * @param {{ error?: boolean, helpWidth?: number, outputHasColors?: boolean }} contextOptions
       */
      prepareContext(contextOptions) {
        this.helpWidth = this.helpWidth ?? contextOptions.helpWidth ?? 80;
      }
      /**
       * Get an array of the visible subcommands. Includes a placeholder for the implicit help command, if there is one.
       *
       * @param {Command} cmd
       * @returns {Command[]}
       */
      visibleCommands(cmd) {
        const visibleCommands = cmd.commands.filter((cmd2) => !cmd2._hidden);
        const helpCommand = cmd._getHelpCommand();
        if (helpCommand && !helpCommand._hidden) {
          visibleCommands.push(helpCommand);
        }
        if (this.sortSubcommands) {
          visibleCommands.sort((a, b) => {
            return a.name().localeCompare(b.name());
          });
        }
        return visibleCommands;
      }
      /**
       * Compare options for sort.
       *
       * @param {Option} a
       * @param {Option} b
       * @returns {number}
       */
      compareOptions(a, b) {
        const getSortKey = (option) => {
          return option.short ? option.short.replace(/^-/, "") : option.long.replace(/^--/, "");
        };
        return getSortKey(a).localeCompare(getSortKey(b));
      }
      /**
       * Get an array of the visible options. Includes a placeholder for the implicit help option, if there is one.
       *
       * @param {Command} cmd
       * @returns {Option[]}
       */
      visibleOptions(cmd) {
        const visibleOptions = cmd.options.filter((option) => !option.hidden);
        const helpOption = cmd._getHelpOption();
        if (helpOption && !helpOption.hidden) {
          const removeShort = helpOption.short && cmd._findOption(helpOption.short);
          const removeLong = helpOption.long && cmd._findOption(helpOption.long);
          if (!removeShort && !removeLong) {
            visibleOptions.push(helpOption);
          } else if (helpOption.long && !removeLong) {
            visibleOptions.push(
              cmd.createOption(helpOption.long, helpOption.description)
            );
          } else if (helpOption.short && !removeShort) {
            visibleOptions.push(
              cmd.createOption(helpOption.short, helpOption.description)
            );
          }
        }
        if (this.sortOptions) {
          visibleOptions.sort(this.compareOptions);
        }
        return visibleOptions;
      }
      /**
       * Get an array of the visible global options. (Not including help.)
       *
       * @param {Command} cmd
       * @returns {Option[]}
       */
      visibleGlobalOptions(cmd) {
        if (!this.showGlobalOptions) return [];
        const globalOptions = [];
        for (let ancestorCmd = cmd.parent; ancestorCmd; ancestorCmd = ancestorCmd.parent) {
          const visibleOptions = ancestorCmd.options.filter(
            (option) => !option.hidden
          );
          globalOptions.push(...visibleOptions);
        }
        if (this.sortOptions) {
          globalOptions.sort(this.compareOptions);
        }
        return globalOptions;
      }
      /**
       * Get an array of the arguments if any have a description.
       *
       * @param {Command} cmd
       * @returns {Argument[]}
       */
      visibleArguments(cmd) {
        if (cmd._argsDescription) {
          cmd.registeredArguments.forEach((argument) => {
            argument.description = argument.description || cmd._argsDescription[argument.name()] || "";
          });
        }
        if (cmd.registeredArguments.find((argument) => argument.description)) {
          return cmd.registeredArguments;
        }
        return [];
      }
      /**
       * Get the command term to show in the list of subcommands.
       *
       * @param {Command} cmd
       * @returns {string}
       */
      subcommandTerm(cmd) {
        const args = cmd.registeredArguments.map((arg) => humanReadableArgName(arg)).join(" ");
        return cmd._name + (cmd._aliases[0] ? "|" + cmd._aliases[0] : "") + (cmd.options.length ? " [options]" : "") + // simplistic check for non-help option
        (args ? " " + args : "");
      }
      /**
       * Get the option term to show in the list of options.
       *
       * @param {Option} option
       * @returns {string}
       */
      optionTerm(option) {
        return option.flags;
      }
      /**
       * Get the argument term to show in the list of arguments.
       *
       * @param {Argument} argument
       * @returns {string}
       */
      argumentTerm(argument) {
        return argument.name();
      }
      /**
       * Get the longest command term length.
       *
       * @param {Command} cmd
       * @param {Help} helper
       * @returns {number}
       */
      longestSubcommandTermLength(cmd, helper) {
        return helper.visibleCommands(cmd).reduce((max, command) => {
          return Math.max(
            max,
            this.displayWidth(
              helper.styleSubcommandTerm(helper.subcommandTerm(command))
            )
          );
        }, 0);
      }
      /**
       * Get the longest option term length.
       *
       * @param {Command} cmd
       * @param {Help} helper
       * @returns {number}
       */
      longestOptionTermLength(cmd, helper) {
        return helper.visibleOptions(cmd).reduce((max, option) => {
          return Math.max(
            max,
            this.displayWidth(helper.styleOptionTerm(helper.optionTerm(option)))
          );
        }, 0);
      }
      /**
       * Get the longest global option term length.
       *
       * @param {Command} cmd
       * @param {Help} helper
       * @returns {number}
       */
      longestGlobalOptionTermLength(cmd, helper) {
        return helper.visibleGlobalOptions(cmd).reduce((max, option) => {
          return Math.max(
            max,
            this.displayWidth(helper.styleOptionTerm(helper.optionTerm(option)))
          );
        }, 0);
      }
      /**
       * Get the longest argument term length.
       *
       * @param {Command} cmd
       * @param {Help} helper
       * @returns {number}
       */
      longestArgumentTermLength(cmd, helper) {
        return helper.visibleArguments(cmd).reduce((max, argument) => {
          return Math.max(
            max,
            this.displayWidth(
              helper.styleArgumentTerm(helper.argumentTerm(argument))
            )
          );
        }, 0);
      }
      /**
       * Get the command usage to be displayed at the top of the built-in help.
       *
       * @param {Command} cmd
       * @returns {string}
       */
      commandUsage(cmd) {
        let cmdName = cmd._name;
        if (cmd._aliases[0]) {
          cmdName = cmdName + "|" + cmd._aliases[0];
        }
        let ancestorCmdNames = "";
        for (let ancestorCmd = cmd.parent; ancestorCmd; ancestorCmd = ancestorCmd.parent) {
          ancestorCmdNames = ancestorCmd.name() + " " + ancestorCmdNames;
        }
        return ancestorCmdNames + cmdName + " " + cmd.usage();
      }
      /**
       * Get the description for the command.
       *
       * @param {Command} cmd
       * @returns {string}
       */
      commandDescription(cmd) {
        return cmd.description();
      }
      /**
       * Get the subcommand summary to show in the list of subcommands.
       * (Fallback to description for backwards compatibility.)
       *
       * @param {Command} cmd
       * @returns {string}
       */
      subcommandDescription(cmd) {
        return cmd.summary() || cmd.description();
      }
      /**
       * Get the option description to show in the list of options.
       *
       * @param {Option} option
       * @return {string}
       */
      optionDescription(option) {
        const extraInfo = [];
        if (option.argChoices) {
          extraInfo.push(
            // use stringify to match the display of the default value
            `choices: ${option.argChoices.map((choice) => JSON.stringify(choice)).join(", ")}`
          );
        }
        if (option.defaultValue !== void 0) {
          const showDefault = option.required || option.optional || option.isBoolean() && typeof option.defaultValue === "boolean";
          if (showDefault) {
            extraInfo.push(
              `default: ${option.defaultValueDescription || JSON.stringify(option.defaultValue)}`
            );
          }
        }
        if (option.presetArg !== void 0 && option.optional) {
          extraInfo.push(`preset: ${JSON.stringify(option.presetArg)}`);
        }
        if (option.envVar !== void 0) {
          extraInfo.push(`env: ${option.envVar}`);
        }
        if (extraInfo.length > 0) {
          const extraDescription = `(${extraInfo.join(", ")})`;
          if (option.description) {
            return `${option.description} ${extraDescription}`;
          }
          return extraDescription;
        }
        return option.description;
      }
      /**
       * Get the argument description to show in the list of arguments.
       *
       * @param {Argument} argument
       * @return {string}
       */
      argumentDescription(argument) {
        const extraInfo = [];
        if (argument.argChoices) {
          extraInfo.push(
            // use stringify to match the display of the default value
            `choices: ${argument.argChoices.map((choice) => JSON.stringify(choice)).join(", ")}`
          );
        }
        if (argument.defaultValue !== void 0) {
          extraInfo.push(
            `default: ${argument.defaultValueDescription || JSON.stringify(argument.defaultValue)}`
          );
        }
        if (extraInfo.length > 0) {
          const extraDescription = `(${extraInfo.join(", ")})`;
          if (argument.description) {
            return `${argument.description} ${extraDescription}`;
          }
          return extraDescription;
        }
        return argument.description;
      }
      /**
       * Format a list of items, given a heading and an array of formatted items.
       *
       * @param {string} heading
       * @param {string[]} items
       * @param {Help} helper
       * @returns string[]
       */
      formatItemList(heading, items, helper) {
        if (items.length === 0) return [];
        return [helper.styleTitle(heading), ...items, ""];
      }
      /**
       * Group items by their help group heading.
       *
       * @param {Command[] | Option[]} unsortedItems
       * @param {Command[] | Option[]} visibleItems
       * @param {Function} getGroup
       * @returns {Map<string, Command[] | Option[]>}
       */
      groupItems(unsortedItems, visibleItems, getGroup) {
        const result = /* @__PURE__ */ new Map();
        unsortedItems.forEach((item) => {
          const group = getGroup(item);
          if (!result.has(group)) result.set(group, []);
        });
        visibleItems.forEach((item) => {
          const group = getGroup(item);
          if (!result.has(group)) {
            result.set(group, []);
          }
          result.get(group).push(item);
        });
        return result;
      }
      /**
       * Generate the built-in help text.
       *
       * @param {Command} cmd
       * @param {Help} helper
       * @returns {string}
       */
      formatHelp(cmd, helper) {
        const termWidth = helper.padWidth(cmd, helper);
        const helpWidth = helper.helpWidth ?? 80;
        function callFormatItem(term, description) {
          return helper.formatItem(term, termWidth, description, helper);
        }
        let output = [
          `${helper.styleTitle("Usage:")} ${helper.styleUsage(helper.commandUsage(cmd))}`,
          ""
        ];
        const commandDescription = helper.commandDescription(cmd);
        if (commandDescription.length > 0) {
          output = output.concat([
            helper.boxWrap(
              helper.styleCommandDescription(commandDescription),
              helpWidth
            ),
            ""
          ]);
        }
        const argumentList = helper.visibleArguments(cmd).map((argument) => {
          return callFormatItem(
            helper.styleArgumentTerm(helper.argumentTerm(argument)),
            helper.styleArgumentDescription(helper.argumentDescription(argument))
          );
        });
        output = output.concat(
          this.formatItemList("Arguments:", argumentList, helper)
        );
        const optionGroups = this.groupItems(
          cmd.options,
          helper.visibleOptions(cmd),
          (option) => option.helpGroupHeading ?? "Options:"
        );
        optionGroups.forEach((options, group) => {
          const optionList = options.map((option) => {
            return callFormatItem(
              helper.styleOptionTerm(helper.optionTerm(option)),
              helper.styleOptionDescription(helper.optionDescription(option))
            );
          });
          output = output.concat(this.formatItemList(group, optionList, helper));
        });
        if (helper.showGlobalOptions) {
          const globalOptionList = helper.visibleGlobalOptions(cmd).map((option) => {
            return callFormatItem(
              helper.styleOptionTerm(helper.optionTerm(option)),
              helper.styleOptionDescription(helper.optionDescription(option))
            );
          });
          output = output.concat(
            this.formatItemList("Global Options:", globalOptionList, helper)
          );
        }
        const commandGroups = this.groupItems(
          cmd.commands,
          helper.visibleCommands(cmd),
          (sub) => sub.helpGroup() || "Commands:"
        );
        commandGroups.forEach((commands, group) => {
          const commandList = commands.map((sub) => {
            return callFormatItem(
              helper.styleSubcommandTerm(helper.subcommandTerm(sub)),
              helper.styleSubcommandDescription(helper.subcommandDescription(sub))
            );
          });
          output = output.concat(this.formatItemList(group, commandList, helper));
        });
        return output.join("\n");
      }
      /**
       * Return display width of string, ignoring ANSI escape sequences. Used in padding and wrapping calculations.
       *
       * @param {string} str
       * @returns {number}
       */
      displayWidth(str) {
        return stripColor(str).length;
      }
      /**
       * Style the title for displaying in the help. Called with 'Usage:', 'Options:', etc.
       *
       * @param {string} str
       * @returns {string}
       */
      styleTitle(str) {
        return str;
      }
      styleUsage(str) {
        return str.split(" ").map((word) => {
          if (word === "[options]") return this.styleOptionText(word);
          if (word === "[command]") return this.styleSubcommandText(word);
          if (word[0] === "[" || word[0] === "<")
            return this.styleArgumentText(word);
          return this.styleCommandText(word);
        }).join(" ");
      }
      styleCommandDescription(str) {
        return this.styleDescriptionText(str);
      }
      styleOptionDescription(str) {
        return this.styleDescriptionText(str);
      }
      styleSubcommandDescription(str) {
        return this.styleDescriptionText(str);
      }
      styleArgumentDescription(str) {
        return this.styleDescriptionText(str);
      }
      styleDescriptionText(str) {
        return str;
      }
      styleOptionTerm(str) {
        return this.styleOptionText(str);
      }
      styleSubcommandTerm(str) {
        return str.split(" ").map((word) => {
          if (word === "[options]") return this.styleOptionText(word);
          if (word[0] === "[" || word[0] === "<")
            return this.styleArgumentText(word);
          return this.styleSubcommandText(word);
        }).join(" ");
      }
      styleArgumentTerm(str) {
        return this.styleArgumentText(str);
      }
      styleOptionText(str) {
        return str;
      }
      styleArgumentText(str) {
        return str;
      }
      styleSubcommandText(str) {
        return str;
      }
      styleCommandText(str) {
        return str;
      }
      /**
       * Calculate the pad width from the maximum term length.
       *
       * @param {Command} cmd
       * @param {Help} helper
       * @returns {number}
       */
      padWidth(cmd, helper) {
        return Math.max(
          helper.longestOptionTermLength(cmd, helper),
          helper.longestGlobalOptionTermLength(cmd, helper),
          helper.longestSubcommandTermLength(cmd, helper),
          helper.longestArgumentTermLength(cmd, helper)
        );
      }
      /**
       * Detect manually wrapped and indented strings by checking for line break followed by whitespace.
       *
       * @param {string} str
       * @returns {boolean}
       */
      preformatted(str) {
        return /\n[^\S\r\n]/.test(str);
      }
      /**
       * Format the "item", which consists of a term and description. Pad the term and wrap the description, indenting the following lines.
       *
       * So "TTT", 5, "DDD DDDD DD DDD" might be formatted for this.helpWidth=17 like so:
       *   TTT  DDD DDDD
       *        DD DDD
       *
       * @param {string} term
       * @param {number} termWidth
       * @param {string} description
       * @param {Help} helper
       * @returns {string}
       */
      formatItem(term, termWidth, description, helper) {
        const itemIndent = 2;
        const itemIndentStr = " ".repeat(itemIndent);
        if (!description) return itemIndentStr + term;
        const paddedTerm = term.padEnd(
          termWidth + term.length - helper.displayWidth(term)
        );
        const spacerWidth = 2;
        const helpWidth = this.helpWidth ?? 80;
        const remainingWidth = helpWidth - termWidth - spacerWidth - itemIndent;
        let formattedDescription;
        if (remainingWidth < this.minWidthToWrap || helper.preformatted(description)) {
          formattedDescription = description;
        } else {
          const wrappedDescription = helper.boxWrap(description, remainingWidth);
          formattedDescription = wrappedDescription.replace(
            /\n/g,
            "\n" + " ".repeat(termWidth + spacerWidth)
          );
        }
        return itemIndentStr + paddedTerm + " ".repeat(spacerWidth) + formattedDescription.replace(/\n/g, `
${itemIndentStr}`);
      }
      /**
       * Wrap a string at whitespace, preserving existing line breaks.
       * Wrapping is skipped if the width is less than `minWidthToWrap`.
       *
       * @param {string} str
       * @param {number} width
       * @returns {string}
       */
      boxWrap(str, width2) {
        if (width2 < this.minWidthToWrap) return str;
        const rawLines = str.split(/\r\n|\n/);
        const chunkPattern = /[\s]*[^\s]+/g;
        const wrappedLines = [];
        rawLines.forEach((line) => {
          const chunks = line.match(chunkPattern);
          if (chunks === null) {
            wrappedLines.push("");
            return;
          }
          let sumChunks = [chunks.shift()];
          let sumWidth = this.displayWidth(sumChunks[0]);
          chunks.forEach((chunk) => {
            const visibleWidth = this.displayWidth(chunk);
            if (sumWidth + visibleWidth <= width2) {
              sumChunks.push(chunk);
              sumWidth += visibleWidth;
              return;
            }
            wrappedLines.push(sumChunks.join(""));
            const nextChunk = chunk.trimStart();
            sumChunks = [nextChunk];
            sumWidth = this.displayWidth(nextChunk);
          });
          wrappedLines.push(sumChunks.join(""));
        });
        return wrappedLines.join("\n");
      }
    };
    function stripColor(str) {
      const sgrPattern = /\x1b\[\d*(;\d*)*m/g;
      return str.replace(sgrPattern, "");
    }
    exports.Help = Help2;
    exports.stripColor = stripColor;
  }
});

// node_modules/commander/lib/option.js
var require_option = __commonJS({
  "node_modules/commander/lib/option.js"(exports) {
    var { InvalidArgumentError: InvalidArgumentError2 } = require_error();
    var Option2 = class {
      /**
       * Initialize a new `Option` with the given `flags` and `description`.
       *
       * @param {string} flags
       * @param {string} [description]
       */
      constructor(flags2, description) {
        this.flags = flags2;
        this.description = description || "";
        this.required = flags2.includes("<");
        this.optional = flags2.includes("[");
        this.variadic = /\w\.\.\.[>\]]$/.test(flags2);
        this.mandatory = false;
        const optionFlags = splitOptionFlags(flags2);
        this.short = optionFlags.shortFlag;
        this.long = optionFlags.longFlag;
        this.negate = false;
        if (this.long) {
          this.negate = this.long.startsWith("--no-");
        }
        this.defaultValue = void 0;
        this.defaultValueDescription = void 0;
        this.presetArg = void 0;
        this.envVar = void 0;
        this.parseArg = void 0;
        this.hidden = false;
        this.argChoices = void 0;
        this.conflictsWith = [];
        this.implied = void 0;
        this.helpGroupHeading = void 0;
      }
      /**
       * Set the default value, and optionally supply the description to be displayed in the help.
       *
       * @param {*} value
       * @param {string} [description]
       * @return {Option}
       */
      default(value, description) {
        this.defaultValue = value;
        this.defaultValueDescription = description;
        return this;
      }
      /**
       * Preset to use when option used without option-argument, especially optional but also boolean and negated.
       * The custom processing (parseArg) is called.
       *
       * @example
       * new Option('--color').default('GREYSCALE').preset('RGB');
       * new Option('--donate [amount]').preset('20').argParser(parseFloat);
       *
       * @param {*} arg
       * @return {Option}
       */
      preset(arg) {
        this.presetArg = arg;
        return this;
      }
      /**
       * Add option name(s) that conflict with this option.
       * An error will be displayed if conflicting options are found during parsing.
       *
       * @example
       * new Option('--rgb').conflicts('cmyk');
       * new Option('--js').conflicts(['ts', 'jsx']);
       *
       * @param {(string | string[])} names
       * @return {Option}
       */
      conflicts(names) {
        this.conflictsWith = this.conflictsWith.concat(names);
        return this;
      }
      /**
       * Specify implied option values for when this option is set and the implied options are not.
       *
       * The custom processing (parseArg) is not called on the implied values.
       *
       * @example
       * program
       *   .addOption(new Option('--log', 'write logging information to file'))
       *   .addOption(new Option('--trace', 'log extra details').implies({ log: 'trace.txt' }));
       *
       * @param {object} impliedOptionValues
       * @return {Option}
       */
      implies(impliedOptionValues) {
        let newImplied = impliedOptionValues;
        if (typeof impliedOptionValues === "string") {
          newImplied = { [impliedOptionValues]: true };
        }
        this.implied = Object.assign(this.implied || {}, newImplied);
        return this;
      }
      /**
       * Set environment variable to check for option value.
       *
       * An environment variable is only used if when processed the current option value is
       * undefined, or the source of the current value is 'default' or 'config' or 'env'.
       *
       * @param {string} name
       * @return {Option}
       */
      env(name) {
        this.envVar = name;
        return this;
      }
      /**
       * Set the custom handler for processing CLI option arguments into option values.
       *
       * @param {Function} [fn]
       * @return {Option}
       */
      argParser(fn) {
        this.parseArg = fn;
        return this;
      }
      /**
       * Whether the option is mandatory and must have a value after parsing.
       *
       * @param {boolean} [mandatory=true]
       * @return {Option}
       */
      makeOptionMandatory(mandatory = true) {
        this.mandatory = !!mandatory;
        return this;
      }
      /**
       * Hide option in help.
       *
       * @param {boolean} [hide=true]
       * @return {Option}
       */
      hideHelp(hide = true) {
        this.hidden = !!hide;
        return this;
      }
      /**
       * @package
       */
      _collectValue(value, previous) {
        if (previous === this.defaultValue || !Array.isArray(previous)) {
          return [value];
        }
        previous.push(value);
        return previous;
      }
      /**
       * Only allow option value to be one of choices.
       *
       * @param {string[]} values
       * @return {Option}
       */
      choices(values) {
        this.argChoices = values.slice();
        this.parseArg = (arg, previous) => {
          if (!this.argChoices.includes(arg)) {
            throw new InvalidArgumentError2(
              `Allowed choices are ${this.argChoices.join(", ")}.`
            );
          }
          if (this.variadic) {
            return this._collectValue(arg, previous);
          }
          return arg;
        };
        return this;
      }
      /**
       * Return option name.
       *
       * @return {string}
       */
      name() {
        if (this.long) {
          return this.long.replace(/^--/, "");
        }
        return this.short.replace(/^-/, "");
      }
      /**
       * Return option name, in a camelcase format that can be used
       * as an object attribute key.
       *
       * @return {string}
       */
      attributeName() {
        if (this.negate) {
          return camelcase(this.name().replace(/^no-/, ""));
        }
        return camelcase(this.name());
      }
      /**
       * Set the help group heading.
       *
       * @param {string} heading
       * @return {Option}
       */
      helpGroup(heading) {
        this.helpGroupHeading = heading;
        return this;
      }
      /**
       * Check if `arg` matches the short or long flag.
       *
       * @param {string} arg
       * @return {boolean}
       * @package
       */
      is(arg) {
        return this.short === arg || this.long === arg;
      }
      /**
       * Return whether a boolean option.
       *
       * Options are one of boolean, negated, required argument, or optional argument.
       *
       * @return {boolean}
       * @package
       */
      isBoolean() {
        return !this.required && !this.optional && !this.negate;
      }
    };
    var DualOptions = class {
      /**
       * @param {Option[]} options
       */
      constructor(options) {
        this.positiveOptions = /* @__PURE__ */ new Map();
        this.negativeOptions = /* @__PURE__ */ new Map();
        this.dualOptions = /* @__PURE__ */ new Set();
        options.forEach((option) => {
          if (option.negate) {
            this.negativeOptions.set(option.attributeName(), option);
          } else {
            this.positiveOptions.set(option.attributeName(), option);
          }
        });
        this.negativeOptions.forEach((value, key2) => {
          if (this.positiveOptions.has(key2)) {
            this.dualOptions.add(key2);
          }
        });
      }
      /**
       * Did the value come from the option, and not from possible matching dual option?
       *
       * @param {*} value
       * @param {Option} option
       * @returns {boolean}
       */
      valueFromOption(value, option) {
        const optionKey = option.attributeName();
        if (!this.dualOptions.has(optionKey)) return true;
        const preset = this.negativeOptions.get(optionKey).presetArg;
        const negativeValue = preset !== void 0 ? preset : false;
        return option.negate === (negativeValue === value);
      }
    };
    function camelcase(str) {
      return str.split("-").reduce((str2, word) => {
        return str2 + word[0].toUpperCase() + word.slice(1);
      });
    }
    function splitOptionFlags(flags2) {
      let shortFlag;
      let longFlag;
      const shortFlagExp = /^-[^-]$/;
      const longFlagExp = /^--[^-]/;
      const flagParts = flags2.split(/[ |,]+/).concat("guard");
      if (shortFlagExp.test(flagParts[0])) shortFlag = flagParts.shift();
      if (longFlagExp.test(flagParts[0])) longFlag = flagParts.shift();
      if (!shortFlag && shortFlagExp.test(flagParts[0]))
        shortFlag = flagParts.shift();
      if (!shortFlag && longFlagExp.test(flagParts[0])) {
        shortFlag = longFlag;
        longFlag = flagParts.shift();
      }
      if (flagParts[0].startsWith("-")) {
        const unsupportedFlag = flagParts[0];
        const baseError = `option creation failed due to '${unsupportedFlag}' in option flags '${flags2}'`;
        if (/^-[^-][^-]/.test(unsupportedFlag))
          throw new Error(
            `${baseError}
- a short flag is a single dash and a single character
  - either use a single dash and a single character (for a short flag)
  - or use a double dash for a long option (and can have two, like '--ws, --workspace')`
          );
        if (shortFlagExp.test(unsupportedFlag))
          throw new Error(`${baseError}
- too many short flags`);
        if (longFlagExp.test(unsupportedFlag))
          throw new Error(`${baseError}
- too many long flags`);
        throw new Error(`${baseError}
- unrecognised flag format`);
      }
      if (shortFlag === void 0 && longFlag === void 0)
        throw new Error(
          `option creation failed due to no flags found in '${flags2}'.`
        );
      return { shortFlag, longFlag };
    }
    exports.Option = Option2;
    exports.DualOptions = DualOptions;
  }
});

// node_modules/commander/lib/suggestSimilar.js
var require_suggestSimilar = __commonJS({
  "node_modules/commander/lib/suggestSimilar.js"(exports) {
    var maxDistance = 3;
    function editDistance(a, b) {
      if (Math.abs(a.length - b.length) > maxDistance)
        return Math.max(a.length, b.length);
      const d = [];
      for (let i = 0; i <= a.length; i++) {
        d[i] = [i];
      }
      for (let j = 0; j <= b.length; j++) {
        d[0][j] = j;
      }
      for (let j = 1; j <= b.length; j++) {
        for (let i = 1; i <= a.length; i++) {
          let cost = 1;
          if (a[i - 1] === b[j - 1]) {
            cost = 0;
          } else {
            cost = 1;
          }
          d[i][j] = Math.min(
            d[i - 1][j] + 1,
            // deletion
            d[i][j - 1] + 1,
            // insertion
            d[i - 1][j - 1] + cost
            // substitution
          );
          if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
            d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
          }
        }
      }
      return d[a.length][b.length];
    }
    function suggestSimilar(word, candidates2) {
      if (!candidates2 || candidates2.length === 0) return "";
      candidates2 = Array.from(new Set(candidates2));
      const searchingOptions = word.startsWith("--");
      if (searchingOptions) {
        word = word.slice(2);
        candidates2 = candidates2.map((candidate) => candidate.slice(2));
      }
      let similar = [];
      let bestDistance = maxDistance;
      const minSimilarity = 0.4;
      candidates2.forEach((candidate) => {
        if (candidate.length <= 1) return;
        const distance = editDistance(word, candidate);
        const length = Math.max(word.length, candidate.length);
        const similarity = (length - distance) / length;
        if (similarity > minSimilarity) {
          if (distance < bestDistance) {
            bestDistance = distance;
            similar = [candidate];
          } else if (distance === bestDistance) {
            similar.push(candidate);
          }
        }
      });
      similar.sort((a, b) => a.localeCompare(b));
      if (searchingOptions) {
        similar = similar.map((candidate) => `--${candidate}`);
      }
      if (similar.length > 1) {
        return `
(Did you mean one of ${similar.join(", ")}?)`;
      }
      if (similar.length === 1) {
        return `
(Did you mean ${similar[0]}?)`;
      }
      return "";
    }
    exports.suggestSimilar = suggestSimilar;
  }
});

// node_modules/commander/lib/command.js
var require_command = __commonJS({
  "node_modules/commander/lib/command.js"(exports) {
    var EventEmitter2 = __require("node:events").EventEmitter;
    var childProcess = __require("node:child_process");
    var path18 = __require("node:path");
    var fs25 = __require("node:fs");
    var process2 = __require("node:process");
    var { Argument: Argument2, humanReadableArgName } = require_argument();
    var { CommanderError: CommanderError2 } = require_error();
    var { Help: Help2, stripColor } = require_help();
    var { Option: Option2, DualOptions } = require_option();
    var { suggestSimilar } = require_suggestSimilar();
    var Command2 = class _Command extends EventEmitter2 {
      /**
       * Initialize a new `Command`.
       *
       * @param {string} [name]
       */
      constructor(name) {
        super();
        this.commands = [];
        this.options = [];
        this.parent = null;
        this._allowUnknownOption = false;
        this._allowExcessArguments = false;
        this.registeredArguments = [];
        this._args = this.registeredArguments;
        this.args = [];
        this.rawArgs = [];
        this.processedArgs = [];
        this._scriptPath = null;
        this._name = name || "";
        this._optionValues = {};
        this._optionValueSources = {};
        this._storeOptionsAsProperties = false;
        this._actionHandler = null;
        this._executableHandler = false;
        this._executableFile = null;
        this._executableDir = null;
        this._defaultCommandName = null;
        this._exitCallback = null;
        this._aliases = [];
        this._combineFlagAndOptionalValue = true;
        this._description = "";
        this._summary = "";
        this._argsDescription = void 0;
        this._enablePositionalOptions = false;
        this._passThroughOptions = false;
        this._lifeCycleHooks = {};
        this._showHelpAfterError = false;
        this._showSuggestionAfterError = true;
        this._savedState = null;
        this._outputConfiguration = {
          writeOut: (str) => process2.stdout.write(str),
          writeErr: (str) => process2.stderr.write(str),
          outputError: (str, write2) => write2(str),
          getOutHelpWidth: () => process2.stdout.isTTY ? process2.stdout.columns : void 0,
          getErrHelpWidth: () => process2.stderr.isTTY ? process2.stderr.columns : void 0,
          getOutHasColors: () => useColor() ?? (process2.stdout.isTTY && process2.stdout.hasColors?.()),
          getErrHasColors: () => useColor() ?? (process2.stderr.isTTY && process2.stderr.hasColors?.()),
          stripColor: (str) => stripColor(str)
        };
        this._hidden = false;
        this._helpOption = void 0;
        this._addImplicitHelpCommand = void 0;
        this._helpCommand = void 0;
        this._helpConfiguration = {};
        this._helpGroupHeading = void 0;
        this._defaultCommandGroup = void 0;
        this._defaultOptionGroup = void 0;
      }
      /**
       * Copy settings that are useful to have in common across root command and subcommands.
       *
       * (Used internally when adding a command using `.command()` so subcommands inherit parent settings.)
       *
       * @param {Command} sourceCommand
       * @return {Command} `this` command for chaining
       */
      copyInheritedSettings(sourceCommand) {
        this._outputConfiguration = sourceCommand._outputConfiguration;
        this._helpOption = sourceCommand._helpOption;
        this._helpCommand = sourceCommand._helpCommand;
        this._helpConfiguration = sourceCommand._helpConfiguration;
        this._exitCallback = sourceCommand._exitCallback;
        this._storeOptionsAsProperties = sourceCommand._storeOptionsAsProperties;
        this._combineFlagAndOptionalValue = sourceCommand._combineFlagAndOptionalValue;
        this._allowExcessArguments = sourceCommand._allowExcessArguments;
        this._enablePositionalOptions = sourceCommand._enablePositionalOptions;
        this._showHelpAfterError = sourceCommand._showHelpAfterError;
        this._showSuggestionAfterError = sourceCommand._showSuggestionAfterError;
        return this;
      }
      /**
       * @returns {Command[]}
       * @private
       */
      _getCommandAndAncestors() {
        const result = [];
        for (let command = this; command; command = command.parent) {
          result.push(command);
        }
        return result;
      }
      /**
       * Define a command.
       *
       * There are two styles of command: pay attention to where to put the description.
       *
       * @example
       * // Command implemented using action handler (description is supplied separately to `.command`)
       * program
       *   .command('clone <source> [destination]')
       *   .description('clone a repository into a newly created directory')
       *   .action((source, destination) => {
       *     console.log('clone command called');
       *   });
       *
       * // Command implemented using separate executable file (description is second parameter to `.command`)
       * program
       *   .command('start <service>', 'start named service')
       *   .command('stop [service]', 'stop named service, or all if no name supplied');
       *
       * @param {string} nameAndArgs - command name and arguments, args are `<required>` or `[optional]` and last may also be `variadic...`
       * @param {(object | string)} [actionOptsOrExecDesc] - configuration options (for action), or description (for executable)
       * @param {object} [execOpts] - configuration options (for executable)
       * @return {Command} returns new command for action handler, or `this` for executable command
       */
      command(nameAndArgs, actionOptsOrExecDesc, execOpts) {
        let desc = actionOptsOrExecDesc;
        let opts = execOpts;
        if (typeof desc === "object" && desc !== null) {
          opts = desc;
          desc = null;
        }
        opts = opts || {};
        const [, name, args] = nameAndArgs.match(/([^ ]+) *(.*)/);
        const cmd = this.createCommand(name);
        if (desc) {
          cmd.description(desc);
          cmd._executableHandler = true;
        }
        if (opts.isDefault) this._defaultCommandName = cmd._name;
        cmd._hidden = !!(opts.noHelp || opts.hidden);
        cmd._executableFile = opts.executableFile || null;
        if (args) cmd.arguments(args);
        this._registerCommand(cmd);
        cmd.parent = this;
        cmd.copyInheritedSettings(this);
        if (desc) return this;
        return cmd;
      }
      /**
       * Factory routine to create a new unattached command.
       *
       * See .command() for creating an attached subcommand, which uses this routine to
       * create the command. You can override createCommand to customise subcommands.
       *
       * @param {string} [name]
       * @return {Command} new command
       */
      createCommand(name) {
        return new _Command(name);
      }
      /**
       * You can customise the help with a subclass of Help by overriding createHelp,
       * or by overriding Help properties using configureHelp().
       *
       * @return {Help}
       */
      createHelp() {
        return Object.assign(new Help2(), this.configureHelp());
      }
      /**
       * You can customise the help by overriding Help properties using configureHelp(),
       * or with a subclass of Help by overriding createHelp().
       *
       * @param {object} [configuration] - configuration options
       * @return {(Command | object)} `this` command for chaining, or stored configuration
       */
      configureHelp(configuration) {
        if (configuration === void 0) return this._helpConfiguration;
        this._helpConfiguration = configuration;
        return this;
      }
      /**
       * The default output goes to stdout and stderr. You can customise this for special
       * applications. You can also customise the display of errors by overriding outputError.
       *
       * The configuration properties are all functions:
       *
       *     // change how output being written, defaults to stdout and stderr
       *     writeOut(str)
       *     writeErr(str)
       *     // change how output being written for errors, defaults to writeErr
       *     outputError(str, write) // used for displaying errors and not used for displaying help
       *     // specify width for wrapping help
       *     getOutHelpWidth()
       *     getErrHelpWidth()
       *     // color support, currently only used with Help
       *     getOutHasColors()
       *     getErrHasColors()
       *     stripColor() // used to remove ANSI escape codes if output does not have colors
       *
       * @param {object} [configuration] - configuration options
       * @return {(Command | object)} `this` command for chaining, or stored configuration
       */
      configureOutput(configuration) {
        if (configuration === void 0) return this._outputConfiguration;
        this._outputConfiguration = {
          ...this._outputConfiguration,
          ...configuration
        };
        return this;
      }
      /**
       * Display the help or a custom message after an error occurs.
       *
       * @param {(boolean|string)} [displayHelp]
       * @return {Command} `this` command for chaining
       */
      showHelpAfterError(displayHelp = true) {
        if (typeof displayHelp !== "string") displayHelp = !!displayHelp;
        this._showHelpAfterError = displayHelp;
        return this;
      }
      /**
       * Display suggestion of similar commands for unknown commands, or options for unknown options.
       *
       * @param {boolean} [displaySuggestion]
       * @return {Command} `this` command for chaining
       */
      showSuggestionAfterError(displaySuggestion = true) {
        this._showSuggestionAfterError = !!displaySuggestion;
        return this;
      }
      /**
       * Add a prepared subcommand.
       *
       * See .command() for creating an attached subcommand which inherits settings from its parent.
       *
       * @param {Command} cmd - new subcommand
       * @param {object} [opts] - configuration options
       * @return {Command} `this` command for chaining
       */
      addCommand(cmd, opts) {
        if (!cmd._name) {
          throw new Error(`Command passed to .addCommand() must have a name
- specify the name in Command constructor or using .name()`);
        }
        opts = opts || {};
        if (opts.isDefault) this._defaultCommandName = cmd._name;
        if (opts.noHelp || opts.hidden) cmd._hidden = true;
        this._registerCommand(cmd);
        cmd.parent = this;
        cmd._checkForBrokenPassThrough();
        return this;
      }
      /**
       * Factory routine to create a new unattached argument.
       *
       * See .argument() for creating an attached argument, which uses this routine to
       * create the argument. You can override createArgument to return a custom argument.
       *
       * @param {string} name
       * @param {string} [description]
       * @return {Argument} new argument
       */
      createArgument(name, description) {
        return new Argument2(name, description);
      }
      /**
       * Define argument syntax for command.
       *
       * The default is that the argument is required, and you can explicitly
       * indicate this with <> around the name. Put [] around the name for an optional argument.
       *
       * @example
       * program.argument('<input-file>');
       * program.argument('[output-file]');
       *
       * @param {string} name
       * @param {string} [description]
       * @param {(Function|*)} [parseArg] - custom argument processing function or default value
       * @param {*} [defaultValue]
       * @return {Command} `this` command for chaining
       */
      argument(name, description, parseArg, defaultValue) {
        const argument = this.createArgument(name, description);
        if (typeof parseArg === "function") {
          argument.default(defaultValue).argParser(parseArg);
        } else {
          argument.default(parseArg);
        }
        this.addArgument(argument);
        return this;
      }
      /**
       * Define argument syntax for command, adding multiple at once (without descriptions).
       *
       * See also .argument().
       *
       * @example
       * program.arguments('<cmd> [env]');
       *
       * @param {string} names
       * @return {Command} `this` command for chaining
       */
      arguments(names) {
        names.trim().split(/ +/).forEach((detail) => {
          this.argument(detail);
        });
        return this;
      }
      /**
       * Define argument syntax for command, adding a prepared argument.
       *
       * @param {Argument} argument
       * @return {Command} `this` command for chaining
       */
      addArgument(argument) {
        const previousArgument = this.registeredArguments.slice(-1)[0];
        if (previousArgument?.variadic) {
          throw new Error(
            `only the last argument can be variadic '${previousArgument.name()}'`
          );
        }
        if (argument.required && argument.defaultValue !== void 0 && argument.parseArg === void 0) {
          throw new Error(
            `a default value for a required argument is never used: '${argument.name()}'`
          );
        }
        this.registeredArguments.push(argument);
        return this;
      }
      /**
       * Customise or override default help command. By default a help command is automatically added if your command has subcommands.
       *
       * @example
       *    program.helpCommand('help [cmd]');
       *    program.helpCommand('help [cmd]', 'show help');
       *    program.helpCommand(false); // suppress default help command
       *    program.helpCommand(true); // add help command even if no subcommands
       *
       * @param {string|boolean} enableOrNameAndArgs - enable with custom name and/or arguments, or boolean to override whether added
       * @param {string} [description] - custom description
       * @return {Command} `this` command for chaining
       */
      helpCommand(enableOrNameAndArgs, description) {
        if (typeof enableOrNameAndArgs === "boolean") {
          this._addImplicitHelpCommand = enableOrNameAndArgs;
          if (enableOrNameAndArgs && this._defaultCommandGroup) {
            this._initCommandGroup(this._getHelpCommand());
          }
          return this;
        }
        const nameAndArgs = enableOrNameAndArgs ?? "help [command]";
        const [, helpName, helpArgs] = nameAndArgs.match(/([^ ]+) *(.*)/);
        const helpDescription = description ?? "display help for command";
        const helpCommand = this.createCommand(helpName);
        helpCommand.helpOption(false);
        if (helpArgs) helpCommand.arguments(helpArgs);
        if (helpDescription) helpCommand.description(helpDescription);
        this._addImplicitHelpCommand = true;
        this._helpCommand = helpCommand;
        if (enableOrNameAndArgs || description) this._initCommandGroup(helpCommand);
        return this;
      }
      /**
       * Add prepared custom help command.
       *
       * @param {(Command|string|boolean)} helpCommand - custom help command, or deprecated enableOrNameAndArgs as for `.helpCommand()`
       * @param {string} [deprecatedDescription] - deprecated custom description used with custom name only
       * @return {Command} `this` command for chaining
       */
      addHelpCommand(helpCommand, deprecatedDescription) {
        if (typeof helpCommand !== "object") {
          this.helpCommand(helpCommand, deprecatedDescription);
          return this;
        }
        this._addImplicitHelpCommand = true;
        this._helpCommand = helpCommand;
        this._initCommandGroup(helpCommand);
        return this;
      }
      /**
       * Lazy create help command.
       *
       * @return {(Command|null)}
       * @package
       */
      _getHelpCommand() {
        const hasImplicitHelpCommand = this._addImplicitHelpCommand ?? (this.commands.length && !this._actionHandler && !this._findCommand("help"));
        if (hasImplicitHelpCommand) {
          if (this._helpCommand === void 0) {
            this.helpCommand(void 0, void 0);
          }
          return this._helpCommand;
        }
        return null;
      }
      /**
       * Add hook for life cycle event.
       *
       * @param {string} event
       * @param {Function} listener
       * @return {Command} `this` command for chaining
       */
      hook(event, listener) {
        const allowedValues = ["preSubcommand", "preAction", "postAction"];
        if (!allowedValues.includes(event)) {
          throw new Error(`Unexpected value for event passed to hook : '${event}'.
Expecting one of '${allowedValues.join("', '")}'`);
        }
        if (this._lifeCycleHooks[event]) {
          this._lifeCycleHooks[event].push(listener);
        } else {
          this._lifeCycleHooks[event] = [listener];
        }
        return this;
      }
      /**
       * Register callback to use as replacement for calling process.exit.
       *
       * @param {Function} [fn] optional callback which will be passed a CommanderError, defaults to throwing
       * @return {Command} `this` command for chaining
       */
      exitOverride(fn) {
        if (fn) {
          this._exitCallback = fn;
        } else {
          this._exitCallback = (err) => {
            if (err.code !== "commander.executeSubCommandAsync") {
              throw err;
            } else {
            }
          };
        }
        return this;
      }
      /**
       * Call process.exit, and _exitCallback if defined.
       *
       * @param {number} exitCode exit code for using with process.exit
       * @param {string} code an id string representing the error
       * @param {string} message human-readable description of the error
       * @return never
       * @private
       */
      _exit(exitCode, code, message) {
        if (this._exitCallback) {
          this._exitCallback(new CommanderError2(exitCode, code, message));
        }
        process2.exit(exitCode);
      }
      /**
       * Register callback `fn` for the command.
       *
       * @example
       * program
       *   .command('serve')
       *   .description('start service')
       *   .action(function() {
       *      // do work here
       *   });
       *
       * @param {Function} fn
       * @return {Command} `this` command for chaining
       */
      action(fn) {
        const listener = (args) => {
          const expectedArgsCount = this.registeredArguments.length;
          const actionArgs = args.slice(0, expectedArgsCount);
          if (this._storeOptionsAsProperties) {
            actionArgs[expectedArgsCount] = this;
          } else {
            actionArgs[expectedArgsCount] = this.opts();
          }
          actionArgs.push(this);
          return fn.apply(this, actionArgs);
        };
        this._actionHandler = listener;
        return this;
      }
      /**
       * Factory routine to create a new unattached option.
       *
       * See .option() for creating an attached option, which uses this routine to
       * create the option. You can override createOption to return a custom option.
       *
       * @param {string} flags
       * @param {string} [description]
       * @return {Option} new option
       */
      createOption(flags2, description) {
        return new Option2(flags2, description);
      }
      /**
       * Wrap parseArgs to catch 'commander.invalidArgument'.
       *
       * @param {(Option | Argument)} target
       * @param {string} value
       * @param {*} previous
       * @param {string} invalidArgumentMessage
       * @private
       */
      _callParseArg(target, value, previous, invalidArgumentMessage) {
        try {
          return target.parseArg(value, previous);
        } catch (err) {
          if (err.code === "commander.invalidArgument") {
            const message = `${invalidArgumentMessage} ${err.message}`;
            this.error(message, { exitCode: err.exitCode, code: err.code });
          }
          throw err;
        }
      }
      /**
       * Check for option flag conflicts.
       * Register option if no conflicts found, or throw on conflict.
       *
       * @param {Option} option
       * @private
       */
      _registerOption(option) {
        const matchingOption = option.short && this._findOption(option.short) || option.long && this._findOption(option.long);
        if (matchingOption) {
          const matchingFlag = option.long && this._findOption(option.long) ? option.long : option.short;
          throw new Error(`Cannot add option '${option.flags}'${this._name && ` to command '${this._name}'`} due to conflicting flag '${matchingFlag}'
-  already used by option '${matchingOption.flags}'`);
        }
        this._initOptionGroup(option);
        this.options.push(option);
      }
      /**
       * Check for command name and alias conflicts with existing commands.
       * Register command if no conflicts found, or throw on conflict.
       *
       * @param {Command} command
       * @private
       */
      _registerCommand(command) {
        const knownBy = (cmd) => {
          return [cmd.name()].concat(cmd.aliases());
        };
        const alreadyUsed = knownBy(command).find(
          (name) => this._findCommand(name)
        );
        if (alreadyUsed) {
          const existingCmd = knownBy(this._findCommand(alreadyUsed)).join("|");
          const newCmd = knownBy(command).join("|");
          throw new Error(
            `cannot add command '${newCmd}' as already have command '${existingCmd}'`
          );
        }
        this._initCommandGroup(command);
        this.commands.push(command);
      }
      /**
       * Add an option.
       *
       * @param {Option} option
       * @return {Command} `this` command for chaining
       */
      addOption(option) {
        this._registerOption(option);
        const oname = option.name();
        const name = option.attributeName();
        if (option.negate) {
          const positiveLongFlag = option.long.replace(/^--no-/, "--");
          if (!this._findOption(positiveLongFlag)) {
            this.setOptionValueWithSource(
              name,
              option.defaultValue === void 0 ? true : option.defaultValue,
              "default"
            );
          }
        } else if (option.defaultValue !== void 0) {
          this.setOptionValueWithSource(name, option.defaultValue, "default");
        }
        const handleOptionValue = (val, invalidValueMessage, valueSource) => {
          if (val == null && option.presetArg !== void 0) {
            val = option.presetArg;
          }
          const oldValue = this.getOptionValue(name);
          if (val !== null && option.parseArg) {
            val = this._callParseArg(option, val, oldValue, invalidValueMessage);
          } else if (val !== null && option.variadic) {
            val = option._collectValue(val, oldValue);
          }
          if (val == null) {
            if (option.negate) {
              val = false;
            } else if (option.isBoolean() || option.optional) {
              val = true;
            } else {
              val = "";
            }
          }
          this.setOptionValueWithSource(name, val, valueSource);
        };
        this.on("option:" + oname, (val) => {
          const invalidValueMessage = `error: option '${option.flags}' argument '${val}' is invalid.`;
          handleOptionValue(val, invalidValueMessage, "cli");
        });
        if (option.envVar) {
          this.on("optionEnv:" + oname, (val) => {
            const invalidValueMessage = `error: option '${option.flags}' value '${val}' from env '${option.envVar}' is invalid.`;
            handleOptionValue(val, invalidValueMessage, "env");
          });
        }
        return this;
      }
      /**
       * Internal implementation shared by .option() and .requiredOption()
       *
       * @return {Command} `this` command for chaining
       * @private
       */
      _optionEx(config, flags2, description, fn, defaultValue) {
        if (typeof flags2 === "object" && flags2 instanceof Option2) {
          throw new Error(
            "To add an Option object use addOption() instead of option() or requiredOption()"
          );
        }
        const option = this.createOption(flags2, description);
        option.makeOptionMandatory(!!config.mandatory);
        if (typeof fn === "function") {
          option.default(defaultValue).argParser(fn);
        } else if (fn instanceof RegExp) {
          const regex = fn;
          fn = (val, def) => {
            const m = regex.exec(val);
            return m ? m[0] : def;
          };
          option.default(defaultValue).argParser(fn);
        } else {
          option.default(fn);
        }
        return this.addOption(option);
      }
      /**
       * Define option with `flags`, `description`, and optional argument parsing function or `defaultValue` or both.
       *
       * The `flags` string contains the short and/or long flags, separated by comma, a pipe or space. A required
       * option-argument is indicated by `<>` and an optional option-argument by `[]`.
       *
       * See the README for more details, and see also addOption() and requiredOption().
       *
       * @example
       * program
       *     .option('-p, --pepper', 'add pepper')
       *     .option('--pt, --pizza-type <TYPE>', 'type of pizza') // required option-argument
       *     .option('-c, --cheese [CHEESE]', 'add extra cheese', 'mozzarella') // optional option-argument with default
       *     .option('-t, --tip <VALUE>', 'add tip to purchase cost', parseFloat) // custom parse function
       *
       * @param {string} flags
       * @param {string} [description]
       * @param {(Function|*)} [parseArg] - custom option processing function or default value
       * @param {*} [defaultValue]
       * @return {Command} `this` command for chaining
       */
      option(flags2, description, parseArg, defaultValue) {
        return this._optionEx({}, flags2, description, parseArg, defaultValue);
      }
      /**
       * Add a required option which must have a value after parsing. This usually means
       * the option must be specified on the command line. (Otherwise the same as .option().)
       *
       * The `flags` string contains the short and/or long flags, separated by comma, a pipe or space.
       *
       * @param {string} flags
       * @param {string} [description]
       * @param {(Function|*)} [parseArg] - custom option processing function or default value
       * @param {*} [defaultValue]
       * @return {Command} `this` command for chaining
       */
      requiredOption(flags2, description, parseArg, defaultValue) {
        return this._optionEx(
          { mandatory: true },
          flags2,
          description,
          parseArg,
          defaultValue
        );
      }
      /**
       * Alter parsing of short flags with optional values.
       *
       * @example
       * // for `.option('-f,--flag [value]'):
       * program.combineFlagAndOptionalValue(true);  // `-f80` is treated like `--flag=80`, this is the default behaviour
       * program.combineFlagAndOptionalValue(false) // `-fb` is treated like `-f -b`
       *
       * @param {boolean} [combine] - if `true` or omitted, an optional value can be specified directly after the flag.
       * @return {Command} `this` command for chaining
       */
      combineFlagAndOptionalValue(combine = true) {
        this._combineFlagAndOptionalValue = !!combine;
        return this;
      }
      /**
       * Allow unknown options on the command line.
       *
       * @param {boolean} [allowUnknown] - if `true` or omitted, no error will be thrown for unknown options.
       * @return {Command} `this` command for chaining
       */
      allowUnknownOption(allowUnknown = true) {
        this._allowUnknownOption = !!allowUnknown;
        return this;
      }
      /**
       * Allow excess command-arguments on the command line. Pass false to make excess arguments an error.
       *
       * @param {boolean} [allowExcess] - if `true` or omitted, no error will be thrown for excess arguments.
       * @return {Command} `this` command for chaining
       */
      allowExcessArguments(allowExcess = true) {
        this._allowExcessArguments = !!allowExcess;
        return this;
      }
      /**
       * Enable positional options. Positional means global options are specified before subcommands which lets
       * subcommands reuse the same option names, and also enables subcommands to turn on passThroughOptions.
       * The default behaviour is non-positional and global options may appear anywhere on the command line.
       *
       * @param {boolean} [positional]
       * @return {Command} `this` command for chaining
       */
      enablePositionalOptions(positional = true) {
        this._enablePositionalOptions = !!positional;
        return this;
      }
      /**
       * Pass through options that come after command-arguments rather than treat them as command-options,
       * so actual command-options come before command-arguments. Turning this on for a subcommand requires
       * positional options to have been enabled on the program (parent commands).
       * The default behaviour is non-positional and options may appear before or after command-arguments.
       *
       * @param {boolean} [passThrough] for unknown options.
       * @return {Command} `this` command for chaining
       */
      passThroughOptions(passThrough = true) {
        this._passThroughOptions = !!passThrough;
        this._checkForBrokenPassThrough();
        return this;
      }
      /**
       * @private
       */
      _checkForBrokenPassThrough() {
        if (this.parent && this._passThroughOptions && !this.parent._enablePositionalOptions) {
          throw new Error(
            `passThroughOptions cannot be used for '${this._name}' without turning on enablePositionalOptions for parent command(s)`
          );
        }
      }
      /**
       * Whether to store option values as properties on command object,
       * or store separately (specify false). In both cases the option values can be accessed using .opts().
       *
       * @param {boolean} [storeAsProperties=true]
       * @return {Command} `this` command for chaining
       */
      storeOptionsAsProperties(storeAsProperties = true) {
        if (this.options.length) {
          throw new Error("call .storeOptionsAsProperties() before adding options");
        }
        if (Object.keys(this._optionValues).length) {
          throw new Error(
            "call .storeOptionsAsProperties() before setting option values"
          );
        }
        this._storeOptionsAsProperties = !!storeAsProperties;
        return this;
      }
      /**
       * Retrieve option value.
       *
       * @param {string} key
       * @return {object} value
       */
      getOptionValue(key2) {
        if (this._storeOptionsAsProperties) {
          return this[key2];
        }
        return this._optionValues[key2];
      }
      /**
       * Store option value.
       *
       * @param {string} key
       * @param {object} value
       * @return {Command} `this` command for chaining
       */
      setOptionValue(key2, value) {
        return this.setOptionValueWithSource(key2, value, void 0);
      }
      /**
       * Store option value and where the value came from.
       *
       * @param {string} key
       * @param {object} value
       * @param {string} source - expected values are default/config/env/cli/implied
       * @return {Command} `this` command for chaining
       */
      setOptionValueWithSource(key2, value, source2) {
        if (this._storeOptionsAsProperties) {
          this[key2] = value;
        } else {
          this._optionValues[key2] = value;
        }
        this._optionValueSources[key2] = source2;
        return this;
      }
      /**
       * Get source of option value.
       * Expected values are default | config | env | cli | implied
       *
       * @param {string} key
       * @return {string}
       */
      getOptionValueSource(key2) {
        return this._optionValueSources[key2];
      }
      /**
       * Get source of option value. See also .optsWithGlobals().
       * Expected values are default | config | env | cli | implied
       *
       * @param {string} key
       * @return {string}
       */
      getOptionValueSourceWithGlobals(key2) {
        let source2;
        this._getCommandAndAncestors().forEach((cmd) => {
          if (cmd.getOptionValueSource(key2) !== void 0) {
            source2 = cmd.getOptionValueSource(key2);
          }
        });
        return source2;
      }
      /**
       * Get user arguments from implied or explicit arguments.
       * Side-effects: set _scriptPath if args included script. Used for default program name, and subcommand searches.
       *
       * @private
       */
      _prepareUserArgs(argv, parseOptions) {
        if (argv !== void 0 && !Array.isArray(argv)) {
          throw new Error("first parameter to parse must be array or undefined");
        }
        parseOptions = parseOptions || {};
        if (argv === void 0 && parseOptions.from === void 0) {
          if (process2.versions?.electron) {
            parseOptions.from = "electron";
          }
          const execArgv = process2.execArgv ?? [];
          if (execArgv.includes("-e") || execArgv.includes("--eval") || execArgv.includes("-p") || execArgv.includes("--print")) {
            parseOptions.from = "eval";
          }
        }
        if (argv === void 0) {
          argv = process2.argv;
        }
        this.rawArgs = argv.slice();
        let userArgs;
        switch (parseOptions.from) {
          case void 0:
          case "node":
            this._scriptPath = argv[1];
            userArgs = argv.slice(2);
            break;
          case "electron":
            if (process2.defaultApp) {
              this._scriptPath = argv[1];
              userArgs = argv.slice(2);
            } else {
              userArgs = argv.slice(1);
            }
            break;
          case "user":
            userArgs = argv.slice(0);
            break;
          case "eval":
            userArgs = argv.slice(1);
            break;
          default:
            throw new Error(
              `unexpected parse option { from: '${parseOptions.from}' }`
            );
        }
        if (!this._name && this._scriptPath)
          this.nameFromFilename(this._scriptPath);
        this._name = this._name || "program";
        return userArgs;
      }
      /**
       * Parse `argv`, setting options and invoking commands when defined.
       *
       * Use parseAsync instead of parse if any of your action handlers are async.
       *
       * Call with no parameters to parse `process.argv`. Detects Electron and special node options like `node --eval`. Easy mode!
       *
       * Or call with an array of strings to parse, and optionally where the user arguments start by specifying where the arguments are `from`:
       * - `'node'`: default, `argv[0]` is the application and `argv[1]` is the script being run, with user arguments after that
       * - `'electron'`: `argv[0]` is the application and `argv[1]` varies depending on whether the electron application is packaged
       * - `'user'`: just user arguments
       *
       * @example
       * program.parse(); // parse process.argv and auto-detect electron and special node flags
       * program.parse(process.argv); // assume argv[0] is app and argv[1] is script
       * program.parse(my-args, { from: 'user' }); // just user supplied arguments, nothing special about argv[0]
       *
       * @param {string[]} [argv] - optional, defaults to process.argv
       * @param {object} [parseOptions] - optionally specify style of options with from: node/user/electron
       * @param {string} [parseOptions.from] - where the args are from: 'node', 'user', 'electron'
       * @return {Command} `this` command for chaining
       */
      parse(argv, parseOptions) {
        this._prepareForParse();
        const userArgs = this._prepareUserArgs(argv, parseOptions);
        this._parseCommand([], userArgs);
        return this;
      }
      /**
       * Parse `argv`, setting options and invoking commands when defined.
       *
       * Call with no parameters to parse `process.argv`. Detects Electron and special node options like `node --eval`. Easy mode!
       *
       * Or call with an array of strings to parse, and optionally where the user arguments start by specifying where the arguments are `from`:
       * - `'node'`: default, `argv[0]` is the application and `argv[1]` is the script being run, with user arguments after that
       * - `'electron'`: `argv[0]` is the application and `argv[1]` varies depending on whether the electron application is packaged
       * - `'user'`: just user arguments
       *
       * @example
       * await program.parseAsync(); // parse process.argv and auto-detect electron and special node flags
       * await program.parseAsync(process.argv); // assume argv[0] is app and argv[1] is script
       * await program.parseAsync(my-args, { from: 'user' }); // just user supplied arguments, nothing special about argv[0]
       *
       * @param {string[]} [argv]
       * @param {object} [parseOptions]
       * @param {string} parseOptions.from - where the args are from: 'node', 'user', 'electron'
       * @return {Promise}
       */
      async parseAsync(argv, parseOptions) {
        this._prepareForParse();
        const userArgs = this._prepareUserArgs(argv, parseOptions);
        await this._parseCommand([], userArgs);
        return this;
      }
      _prepareForParse() {
        if (this._savedState === null) {
          this.saveStateBeforeParse();
        } else {
          this.restoreStateBeforeParse();
        }
      }
      /**
       * Called the first time parse is called to save state and allow a restore before subsequent calls to parse.
       * Not usually called directly, but available for subclasses to save their custom state.
       *
       * This is called in a lazy way. Only commands used in parsing chain will have state saved.
       */
      saveStateBeforeParse() {
        this._savedState = {
          // name is stable if supplied by author, but may be unspecified for root command and deduced during parsing
          _name: this._name,
          // option values before parse have default values (including false for negated options)
          // shallow clones
          _optionValues: { ...this._optionValues },
          _optionValueSources: { ...this._optionValueSources }
        };
      }
      /**
       * Restore state before parse for calls after the first.
       * Not usually called directly, but available for subclasses to save their custom state.
       *
       * This is called in a lazy way. Only commands used in parsing chain will have state restored.
       */
      restoreStateBeforeParse() {
        if (this._storeOptionsAsProperties)
          throw new Error(`Can not call parse again when storeOptionsAsProperties is true.
- either make a new Command for each call to parse, or stop storing options as properties`);
        this._name = this._savedState._name;
        this._scriptPath = null;
        this.rawArgs = [];
        this._optionValues = { ...this._savedState._optionValues };
        this._optionValueSources = { ...this._savedState._optionValueSources };
        this.args = [];
        this.processedArgs = [];
      }
      /**
       * Throw if expected executable is missing. Add lots of help for author.
       *
       * @param {string} executableFile
       * @param {string} executableDir
       * @param {string} subcommandName
       */
      _checkForMissingExecutable(executableFile, executableDir, subcommandName) {
        if (fs25.existsSync(executableFile)) return;
        const executableDirMessage = executableDir ? `searched for local subcommand relative to directory '${executableDir}'` : "no directory for search for local subcommand, use .executableDir() to supply a custom directory";
        const executableMissing = `'${executableFile}' does not exist
 - if '${subcommandName}' is not meant to be an executable command, remove description parameter from '.command()' and use '.description()' instead
 - if the default executable name is not suitable, use the executableFile option to supply a custom name or path
 - ${executableDirMessage}`;
        throw new Error(executableMissing);
      }
      /**
       * Execute a sub-command executable.
       *
       * @private
       */
      _executeSubCommand(subcommand, args) {
        args = args.slice();
        let launchWithNode = false;
        const sourceExt = [".js", ".ts", ".tsx", ".mjs", ".cjs"];
        function findFile(baseDir, baseName) {
          const localBin = path18.resolve(baseDir, baseName);
          if (fs25.existsSync(localBin)) return localBin;
          if (sourceExt.includes(path18.extname(baseName))) return void 0;
          const foundExt = sourceExt.find(
            (ext) => fs25.existsSync(`${localBin}${ext}`)
          );
          if (foundExt) return `${localBin}${foundExt}`;
          return void 0;
        }
        this._checkForMissingMandatoryOptions();
        this._checkForConflictingOptions();
        let executableFile = subcommand._executableFile || `${this._name}-${subcommand._name}`;
        let executableDir = this._executableDir || "";
        if (this._scriptPath) {
          let resolvedScriptPath;
          try {
            resolvedScriptPath = fs25.realpathSync(this._scriptPath);
          } catch {
            resolvedScriptPath = this._scriptPath;
          }
          executableDir = path18.resolve(
            path18.dirname(resolvedScriptPath),
            executableDir
          );
        }
        if (executableDir) {
          let localFile = findFile(executableDir, executableFile);
          if (!localFile && !subcommand._executableFile && this._scriptPath) {
            const legacyName = path18.basename(
              this._scriptPath,
              path18.extname(this._scriptPath)
            );
            if (legacyName !== this._name) {
              localFile = findFile(
                executableDir,
                `${legacyName}-${subcommand._name}`
              );
            }
          }
          executableFile = localFile || executableFile;
        }
        launchWithNode = sourceExt.includes(path18.extname(executableFile));
        let proc;
        if (process2.platform !== "win32") {
          if (launchWithNode) {
            args.unshift(executableFile);
            args = incrementNodeInspectorPort(process2.execArgv).concat(args);
            proc = childProcess.spawn(process2.argv[0], args, { stdio: "inherit" });
          } else {
            proc = childProcess.spawn(executableFile, args, { stdio: "inherit" });
          }
        } else {
          this._checkForMissingExecutable(
            executableFile,
            executableDir,
            subcommand._name
          );
          args.unshift(executableFile);
          args = incrementNodeInspectorPort(process2.execArgv).concat(args);
          proc = childProcess.spawn(process2.execPath, args, { stdio: "inherit" });
        }
        if (!proc.killed) {
          const signals = ["SIGUSR1", "SIGUSR2", "SIGTERM", "SIGINT", "SIGHUP"];
          signals.forEach((signal) => {
            process2.on(signal, () => {
              if (proc.killed === false && proc.exitCode === null) {
                proc.kill(signal);
              }
            });
          });
        }
        const exitCallback = this._exitCallback;
        proc.on("close", (code) => {
          code = code ?? 1;
          if (!exitCallback) {
            process2.exit(code);
          } else {
            exitCallback(
              new CommanderError2(
                code,
                "commander.executeSubCommandAsync",
                "(close)"
              )
            );
          }
        });
        proc.on("error", (err) => {
          if (err.code === "ENOENT") {
            this._checkForMissingExecutable(
              executableFile,
              executableDir,
              subcommand._name
            );
          } else if (err.code === "EACCES") {
            throw new Error(`'${executableFile}' not executable`);
          }
          if (!exitCallback) {
            process2.exit(1);
          } else {
            const wrappedError = new CommanderError2(
              1,
              "commander.executeSubCommandAsync",
              "(error)"
            );
            wrappedError.nestedError = err;
            exitCallback(wrappedError);
          }
        });
        this.runningCommand = proc;
      }
      /**
       * @private
       */
      _dispatchSubcommand(commandName, operands, unknown) {
        const subCommand = this._findCommand(commandName);
        if (!subCommand) this.help({ error: true });
        subCommand._prepareForParse();
        let promiseChain;
        promiseChain = this._chainOrCallSubCommandHook(
          promiseChain,
          subCommand,
          "preSubcommand"
        );
        promiseChain = this._chainOrCall(promiseChain, () => {
          if (subCommand._executableHandler) {
            this._executeSubCommand(subCommand, operands.concat(unknown));
          } else {
            return subCommand._parseCommand(operands, unknown);
          }
        });
        return promiseChain;
      }
      /**
       * Invoke help directly if possible, or dispatch if necessary.
       * e.g. help foo
       *
       * @private
       */
      _dispatchHelpCommand(subcommandName) {
        if (!subcommandName) {
          this.help();
        }
        const subCommand = this._findCommand(subcommandName);
        if (subCommand && !subCommand._executableHandler) {
          subCommand.help();
        }
        return this._dispatchSubcommand(
          subcommandName,
          [],
          [this._getHelpOption()?.long ?? this._getHelpOption()?.short ?? "--help"]
        );
      }
      /**
       * Check this.args against expected this.registeredArguments.
       *
       * @private
       */
      _checkNumberOfArguments() {
        this.registeredArguments.forEach((arg, i) => {
          if (arg.required && this.args[i] == null) {
            this.missingArgument(arg.name());
          }
        });
        if (this.registeredArguments.length > 0 && this.registeredArguments[this.registeredArguments.length - 1].variadic) {
          return;
        }
        if (this.args.length > this.registeredArguments.length) {
          this._excessArguments(this.args);
        }
      }
      /**
       * Process this.args using this.registeredArguments and save as this.processedArgs!
       *
       * @private
       */
      _processArguments() {
        const myParseArg = (argument, value, previous) => {
          let parsedValue = value;
          if (value !== null && argument.parseArg) {
            const invalidValueMessage = `error: command-argument value '${value}' is invalid for argument '${argument.name()}'.`;
            parsedValue = this._callParseArg(
              argument,
              value,
              previous,
              invalidValueMessage
            );
          }
          return parsedValue;
        };
        this._checkNumberOfArguments();
        const processedArgs = [];
        this.registeredArguments.forEach((declaredArg, index) => {
          let value = declaredArg.defaultValue;
          if (declaredArg.variadic) {
            if (index < this.args.length) {
              value = this.args.slice(index);
              if (declaredArg.parseArg) {
                value = value.reduce((processed, v) => {
                  return myParseArg(declaredArg, v, processed);
                }, declaredArg.defaultValue);
              }
            } else if (value === void 0) {
              value = [];
            }
          } else if (index < this.args.length) {
            value = this.args[index];
            if (declaredArg.parseArg) {
              value = myParseArg(declaredArg, value, declaredArg.defaultValue);
            }
          }
          processedArgs[index] = value;
        });
        this.processedArgs = processedArgs;
      }
      /**
       * Once we have a promise we chain, but call synchronously until then.
       *
       * @param {(Promise|undefined)} promise
       * @param {Function} fn
       * @return {(Promise|undefined)}
       * @private
       */
      _chainOrCall(promise, fn) {
        if (promise?.then && typeof promise.then === "function") {
          return promise.then(() => fn());
        }
        return fn();
      }
      /**
       *
       * @param {(Promise|undefined)} promise
       * @param {string} event
       * @return {(Promise|undefined)}
       * @private
       */
      _chainOrCallHooks(promise, event) {
        let result = promise;
        const hooks = [];
        this._getCommandAndAncestors().reverse().filter((cmd) => cmd._lifeCycleHooks[event] !== void 0).forEach((hookedCommand) => {
          hookedCommand._lifeCycleHooks[event].forEach((callback) => {
            hooks.push({ hookedCommand, callback });
          });
        });
        if (event === "postAction") {
          hooks.reverse();
        }
        hooks.forEach((hookDetail) => {
          result = this._chainOrCall(result, () => {
            return hookDetail.callback(hookDetail.hookedCommand, this);
          });
        });
        return result;
      }
      /**
       *
       * @param {(Promise|undefined)} promise
       * @param {Command} subCommand
       * @param {string} event
       * @return {(Promise|undefined)}
       * @private
       */
      _chainOrCallSubCommandHook(promise, subCommand, event) {
        let result = promise;
        if (this._lifeCycleHooks[event] !== void 0) {
          this._lifeCycleHooks[event].forEach((hook) => {
            result = this._chainOrCall(result, () => {
              return hook(this, subCommand);
            });
          });
        }
        return result;
      }
      /**
       * Process arguments in context of this command.
       * Returns action result, in case it is a promise.
       *
       * @private
       */
      _parseCommand(operands, unknown) {
        const parsed4 = this.parseOptions(unknown);
        this._parseOptionsEnv();
        this._parseOptionsImplied();
        operands = operands.concat(parsed4.operands);
        unknown = parsed4.unknown;
        this.args = operands.concat(unknown);
        if (operands && this._findCommand(operands[0])) {
          return this._dispatchSubcommand(operands[0], operands.slice(1), unknown);
        }
        if (this._getHelpCommand() && operands[0] === this._getHelpCommand().name()) {
          return this._dispatchHelpCommand(operands[1]);
        }
        if (this._defaultCommandName) {
          this._outputHelpIfRequested(unknown);
          return this._dispatchSubcommand(
            this._defaultCommandName,
            operands,
            unknown
          );
        }
        if (this.commands.length && this.args.length === 0 && !this._actionHandler && !this._defaultCommandName) {
          this.help({ error: true });
        }
        this._outputHelpIfRequested(parsed4.unknown);
        this._checkForMissingMandatoryOptions();
        this._checkForConflictingOptions();
        const checkForUnknownOptions = () => {
          if (parsed4.unknown.length > 0) {
            this.unknownOption(parsed4.unknown[0]);
          }
        };
        const commandEvent = `command:${this.name()}`;
        if (this._actionHandler) {
          checkForUnknownOptions();
          this._processArguments();
          let promiseChain;
          promiseChain = this._chainOrCallHooks(promiseChain, "preAction");
          promiseChain = this._chainOrCall(
            promiseChain,
            () => this._actionHandler(this.processedArgs)
          );
          if (this.parent) {
            promiseChain = this._chainOrCall(promiseChain, () => {
              this.parent.emit(commandEvent, operands, unknown);
            });
          }
          promiseChain = this._chainOrCallHooks(promiseChain, "postAction");
          return promiseChain;
        }
        if (this.parent?.listenerCount(commandEvent)) {
          checkForUnknownOptions();
          this._processArguments();
          this.parent.emit(commandEvent, operands, unknown);
        } else if (operands.length) {
          if (this._findCommand("*")) {
            return this._dispatchSubcommand("*", operands, unknown);
          }
          if (this.listenerCount("command:*")) {
            this.emit("command:*", operands, unknown);
          } else if (this.commands.length) {
            this.unknownCommand();
          } else {
            checkForUnknownOptions();
            this._processArguments();
          }
        } else if (this.commands.length) {
          checkForUnknownOptions();
          this.help({ error: true });
        } else {
          checkForUnknownOptions();
          this._processArguments();
        }
      }
      /**
       * Find matching command.
       *
       * @private
       * @return {Command | undefined}
       */
      _findCommand(name) {
        if (!name) return void 0;
        return this.commands.find(
          (cmd) => cmd._name === name || cmd._aliases.includes(name)
        );
      }
      /**
       * Return an option matching `arg` if any.
       *
       * @param {string} arg
       * @return {Option}
       * @package
       */
      _findOption(arg) {
        return this.options.find((option) => option.is(arg));
      }
      /**
       * Display an error message if a mandatory option does not have a value.
       * Called after checking for help flags in leaf subcommand.
       *
       * @private
       */
      _checkForMissingMandatoryOptions() {
        this._getCommandAndAncestors().forEach((cmd) => {
          cmd.options.forEach((anOption) => {
            if (anOption.mandatory && cmd.getOptionValue(anOption.attributeName()) === void 0) {
              cmd.missingMandatoryOptionValue(anOption);
            }
          });
        });
      }
      /**
       * Display an error message if conflicting options are used together in this.
       *
       * @private
       */
      _checkForConflictingLocalOptions() {
        const definedNonDefaultOptions = this.options.filter((option) => {
          const optionKey = option.attributeName();
          if (this.getOptionValue(optionKey) === void 0) {
            return false;
          }
          return this.getOptionValueSource(optionKey) !== "default";
        });
        const optionsWithConflicting = definedNonDefaultOptions.filter(
          (option) => option.conflictsWith.length > 0
        );
        optionsWithConflicting.forEach((option) => {
          const conflictingAndDefined = definedNonDefaultOptions.find(
            (defined) => option.conflictsWith.includes(defined.attributeName())
          );
          if (conflictingAndDefined) {
            this._conflictingOption(option, conflictingAndDefined);
          }
        });
      }
      /**
       * Display an error message if conflicting options are used together.
       * Called after checking for help flags in leaf subcommand.
       *
       * @private
       */
      _checkForConflictingOptions() {
        this._getCommandAndAncestors().forEach((cmd) => {
          cmd._checkForConflictingLocalOptions();
        });
      }
      /**
       * Parse options from `argv` removing known options,
       * and return argv split into operands and unknown arguments.
       *
       * Side effects: modifies command by storing options. Does not reset state if called again.
       *
       * Examples:
       *
       *     argv => operands, unknown
       *     --known kkk op => [op], []
       *     op --known kkk => [op], []
       *     sub --unknown uuu op => [sub], [--unknown uuu op]
       *     sub -- --unknown uuu op => [sub --unknown uuu op], []
       *
       * @param {string[]} args
       * @return {{operands: string[], unknown: string[]}}
       */
      parseOptions(args) {
        const operands = [];
        const unknown = [];
        let dest = operands;
        function maybeOption(arg) {
          return arg.length > 1 && arg[0] === "-";
        }
        const negativeNumberArg = (arg) => {
          if (!/^-(\d+|\d*\.\d+)(e[+-]?\d+)?$/.test(arg)) return false;
          return !this._getCommandAndAncestors().some(
            (cmd) => cmd.options.map((opt) => opt.short).some((short2) => /^-\d$/.test(short2))
          );
        };
        let activeVariadicOption = null;
        let activeGroup = null;
        let i = 0;
        while (i < args.length || activeGroup) {
          const arg = activeGroup ?? args[i++];
          activeGroup = null;
          if (arg === "--") {
            if (dest === unknown) dest.push(arg);
            dest.push(...args.slice(i));
            break;
          }
          if (activeVariadicOption && (!maybeOption(arg) || negativeNumberArg(arg))) {
            this.emit(`option:${activeVariadicOption.name()}`, arg);
            continue;
          }
          activeVariadicOption = null;
          if (maybeOption(arg)) {
            const option = this._findOption(arg);
            if (option) {
              if (option.required) {
                const value = args[i++];
                if (value === void 0) this.optionMissingArgument(option);
                this.emit(`option:${option.name()}`, value);
              } else if (option.optional) {
                let value = null;
                if (i < args.length && (!maybeOption(args[i]) || negativeNumberArg(args[i]))) {
                  value = args[i++];
                }
                this.emit(`option:${option.name()}`, value);
              } else {
                this.emit(`option:${option.name()}`);
              }
              activeVariadicOption = option.variadic ? option : null;
              continue;
            }
          }
          if (arg.length > 2 && arg[0] === "-" && arg[1] !== "-") {
            const option = this._findOption(`-${arg[1]}`);
            if (option) {
              if (option.required || option.optional && this._combineFlagAndOptionalValue) {
                this.emit(`option:${option.name()}`, arg.slice(2));
              } else {
                this.emit(`option:${option.name()}`);
                activeGroup = `-${arg.slice(2)}`;
              }
              continue;
            }
          }
          if (/^--[^=]+=/.test(arg)) {
            const index = arg.indexOf("=");
            const option = this._findOption(arg.slice(0, index));
            if (option && (option.required || option.optional)) {
              this.emit(`option:${option.name()}`, arg.slice(index + 1));
              continue;
            }
          }
          if (dest === operands && maybeOption(arg) && !(this.commands.length === 0 && negativeNumberArg(arg))) {
            dest = unknown;
          }
          if ((this._enablePositionalOptions || this._passThroughOptions) && operands.length === 0 && unknown.length === 0) {
            if (this._findCommand(arg)) {
              operands.push(arg);
              unknown.push(...args.slice(i));
              break;
            } else if (this._getHelpCommand() && arg === this._getHelpCommand().name()) {
              operands.push(arg, ...args.slice(i));
              break;
            } else if (this._defaultCommandName) {
              unknown.push(arg, ...args.slice(i));
              break;
            }
          }
          if (this._passThroughOptions) {
            dest.push(arg, ...args.slice(i));
            break;
          }
          dest.push(arg);
        }
        return { operands, unknown };
      }
      /**
       * Return an object containing local option values as key-value pairs.
       *
       * @return {object}
       */
      opts() {
        if (this._storeOptionsAsProperties) {
          const result = {};
          const len = this.options.length;
          for (let i = 0; i < len; i++) {
            const key2 = this.options[i].attributeName();
            result[key2] = key2 === this._versionOptionName ? this._version : this[key2];
          }
          return result;
        }
        return this._optionValues;
      }
      /**
       * Return an object containing merged local and global option values as key-value pairs.
       *
       * @return {object}
       */
      optsWithGlobals() {
        return this._getCommandAndAncestors().reduce(
          (combinedOptions, cmd) => Object.assign(combinedOptions, cmd.opts()),
          {}
        );
      }
      /**
       * Display error message and exit (or call exitOverride).
       *
       * @param {string} message
       * @param {object} [errorOptions]
       * @param {string} [errorOptions.code] - an id string representing the error
       * @param {number} [errorOptions.exitCode] - used with process.exit
       */
      error(message, errorOptions) {
        this._outputConfiguration.outputError(
          `${message}
`,
          this._outputConfiguration.writeErr
        );
        if (typeof this._showHelpAfterError === "string") {
          this._outputConfiguration.writeErr(`${this._showHelpAfterError}
`);
        } else if (this._showHelpAfterError) {
          this._outputConfiguration.writeErr("\n");
          this.outputHelp({ error: true });
        }
        const config = errorOptions || {};
        const exitCode = config.exitCode || 1;
        const code = config.code || "commander.error";
        this._exit(exitCode, code, message);
      }
      /**
       * Apply any option related environment variables, if option does
       * not have a value from cli or client code.
       *
       * @private
       */
      _parseOptionsEnv() {
        this.options.forEach((option) => {
          if (option.envVar && option.envVar in process2.env) {
            const optionKey = option.attributeName();
            if (this.getOptionValue(optionKey) === void 0 || ["default", "config", "env"].includes(
              this.getOptionValueSource(optionKey)
            )) {
              if (option.required || option.optional) {
                this.emit(`optionEnv:${option.name()}`, process2.env[option.envVar]);
              } else {
                this.emit(`optionEnv:${option.name()}`);
              }
            }
          }
        });
      }
      /**
       * Apply any implied option values, if option is undefined or default value.
       *
       * @private
       */
      _parseOptionsImplied() {
        const dualHelper = new DualOptions(this.options);
        const hasCustomOptionValue = (optionKey) => {
          return this.getOptionValue(optionKey) !== void 0 && !["default", "implied"].includes(this.getOptionValueSource(optionKey));
        };
        this.options.filter(
          (option) => option.implied !== void 0 && hasCustomOptionValue(option.attributeName()) && dualHelper.valueFromOption(
            this.getOptionValue(option.attributeName()),
            option
          )
        ).forEach((option) => {
          Object.keys(option.implied).filter((impliedKey) => !hasCustomOptionValue(impliedKey)).forEach((impliedKey) => {
            this.setOptionValueWithSource(
              impliedKey,
              option.implied[impliedKey],
              "implied"
            );
          });
        });
      }
      /**
       * Argument `name` is missing.
       *
       * @param {string} name
       * @private
       */
      missingArgument(name) {
        const message = `error: missing required argument '${name}'`;
        this.error(message, { code: "commander.missingArgument" });
      }
      /**
       * `Option` is missing an argument.
       *
       * @param {Option} option
       * @private
       */
      optionMissingArgument(option) {
        const message = `error: option '${option.flags}' argument missing`;
        this.error(message, { code: "commander.optionMissingArgument" });
      }
      /**
       * `Option` does not have a value, and is a mandatory option.
       *
       * @param {Option} option
       * @private
       */
      missingMandatoryOptionValue(option) {
        const message = `error: required option '${option.flags}' not specified`;
        this.error(message, { code: "commander.missingMandatoryOptionValue" });
      }
      /**
       * `Option` conflicts with another option.
       *
       * @param {Option} option
       * @param {Option} conflictingOption
       * @private
       */
      _conflictingOption(option, conflictingOption) {
        const findBestOptionFromValue = (option2) => {
          const optionKey = option2.attributeName();
          const optionValue = this.getOptionValue(optionKey);
          const negativeOption = this.options.find(
            (target) => target.negate && optionKey === target.attributeName()
          );
          const positiveOption = this.options.find(
            (target) => !target.negate && optionKey === target.attributeName()
          );
          if (negativeOption && (negativeOption.presetArg === void 0 && optionValue === false || negativeOption.presetArg !== void 0 && optionValue === negativeOption.presetArg)) {
            return negativeOption;
          }
          return positiveOption || option2;
        };
        const getErrorMessage = (option2) => {
          const bestOption = findBestOptionFromValue(option2);
          const optionKey = bestOption.attributeName();
          const source2 = this.getOptionValueSource(optionKey);
          if (source2 === "env") {
            return `environment variable '${bestOption.envVar}'`;
          }
          return `option '${bestOption.flags}'`;
        };
        const message = `error: ${getErrorMessage(option)} cannot be used with ${getErrorMessage(conflictingOption)}`;
        this.error(message, { code: "commander.conflictingOption" });
      }
      /**
       * Unknown option `flag`.
       *
       * @param {string} flag
       * @private
       */
      unknownOption(flag2) {
        if (this._allowUnknownOption) return;
        let suggestion = "";
        if (flag2.startsWith("--") && this._showSuggestionAfterError) {
          let candidateFlags = [];
          let command = this;
          do {
            const moreFlags = command.createHelp().visibleOptions(command).filter((option) => option.long).map((option) => option.long);
            candidateFlags = candidateFlags.concat(moreFlags);
            command = command.parent;
          } while (command && !command._enablePositionalOptions);
          suggestion = suggestSimilar(flag2, candidateFlags);
        }
        const message = `error: unknown option '${flag2}'${suggestion}`;
        this.error(message, { code: "commander.unknownOption" });
      }
      /**
       * Excess arguments, more than expected.
       *
       * @param {string[]} receivedArgs
       * @private
       */
      _excessArguments(receivedArgs) {
        if (this._allowExcessArguments) return;
        const expected = this.registeredArguments.length;
        const s = expected === 1 ? "" : "s";
        const forSubcommand = this.parent ? ` for '${this.name()}'` : "";
        const message = `error: too many arguments${forSubcommand}. Expected ${expected} argument${s} but got ${receivedArgs.length}.`;
        this.error(message, { code: "commander.excessArguments" });
      }
      /**
       * Unknown command.
       *
       * @private
       */
      unknownCommand() {
        const unknownName = this.args[0];
        let suggestion = "";
        if (this._showSuggestionAfterError) {
          const candidateNames = [];
          this.createHelp().visibleCommands(this).forEach((command) => {
            candidateNames.push(command.name());
            if (command.alias()) candidateNames.push(command.alias());
          });
          suggestion = suggestSimilar(unknownName, candidateNames);
        }
        const message = `error: unknown command '${unknownName}'${suggestion}`;
        this.error(message, { code: "commander.unknownCommand" });
      }
      /**
       * Get or set the program version.
       *
       * This method auto-registers the "-V, --version" option which will print the version number.
       *
       * You can optionally supply the flags and description to override the defaults.
       *
       * @param {string} [str]
       * @param {string} [flags]
       * @param {string} [description]
       * @return {(this | string | undefined)} `this` command for chaining, or version string if no arguments
       */
      version(str, flags2, description) {
        if (str === void 0) return this._version;
        this._version = str;
        flags2 = flags2 || "-V, --version";
        description = description || "output the version number";
        const versionOption = this.createOption(flags2, description);
        this._versionOptionName = versionOption.attributeName();
        this._registerOption(versionOption);
        this.on("option:" + versionOption.name(), () => {
          this._outputConfiguration.writeOut(`${str}
`);
          this._exit(0, "commander.version", str);
        });
        return this;
      }
      /**
       * Set the description.
       *
       * @param {string} [str]
       * @param {object} [argsDescription]
       * @return {(string|Command)}
       */
      description(str, argsDescription) {
        if (str === void 0 && argsDescription === void 0)
          return this._description;
        this._description = str;
        if (argsDescription) {
          this._argsDescription = argsDescription;
        }
        return this;
      }
      /**
       * Set the summary. Used when listed as subcommand of parent.
       *
       * @param {string} [str]
       * @return {(string|Command)}
       */
      summary(str) {
        if (str === void 0) return this._summary;
        this._summary = str;
        return this;
      }
      /**
       * Set an alias for the command.
       *
       * You may call more than once to add multiple aliases. Only the first alias is shown in the auto-generated help.
       *
       * @param {string} [alias]
       * @return {(string|Command)}
       */
      alias(alias) {
        if (alias === void 0) return this._aliases[0];
        let command = this;
        if (this.commands.length !== 0 && this.commands[this.commands.length - 1]._executableHandler) {
          command = this.commands[this.commands.length - 1];
        }
        if (alias === command._name)
          throw new Error("Command alias can't be the same as its name");
        const matchingCommand = this.parent?._findCommand(alias);
        if (matchingCommand) {
          const existingCmd = [matchingCommand.name()].concat(matchingCommand.aliases()).join("|");
          throw new Error(
            `cannot add alias '${alias}' to command '${this.name()}' as already have command '${existingCmd}'`
          );
        }
        command._aliases.push(alias);
        return this;
      }
      /**
       * Set aliases for the command.
       *
       * Only the first alias is shown in the auto-generated help.
       *
       * @param {string[]} [aliases]
       * @return {(string[]|Command)}
       */
      aliases(aliases) {
        if (aliases === void 0) return this._aliases;
        aliases.forEach((alias) => this.alias(alias));
        return this;
      }
      /**
       * Set / get the command usage `str`.
       *
       * @param {string} [str]
       * @return {(string|Command)}
       */
      usage(str) {
        if (str === void 0) {
          if (this._usage) return this._usage;
          const args = this.registeredArguments.map((arg) => {
            return humanReadableArgName(arg);
          });
          return [].concat(
            this.options.length || this._helpOption !== null ? "[options]" : [],
            this.commands.length ? "[command]" : [],
            this.registeredArguments.length ? args : []
          ).join(" ");
        }
        this._usage = str;
        return this;
      }
      /**
       * Get or set the name of the command.
       *
       * @param {string} [str]
       * @return {(string|Command)}
       */
      name(str) {
        if (str === void 0) return this._name;
        this._name = str;
        return this;
      }
      /**
       * Set/get the help group heading for this subcommand in parent command's help.
       *
       * @param {string} [heading]
       * @return {Command | string}
       */
      helpGroup(heading) {
        if (heading === void 0) return this._helpGroupHeading ?? "";
        this._helpGroupHeading = heading;
        return this;
      }
      /**
       * Set/get the default help group heading for subcommands added to this command.
       * (This does not override a group set directly on the subcommand using .helpGroup().)
       *
       * @example
       * program.commandsGroup('Development Commands:);
       * program.command('watch')...
       * program.command('lint')...
       * ...
       *
       * @param {string} [heading]
       * @returns {Command | string}
       */
      commandsGroup(heading) {
        if (heading === void 0) return this._defaultCommandGroup ?? "";
        this._defaultCommandGroup = heading;
        return this;
      }
      /**
       * Set/get the default help group heading for options added to this command.
       * (This does not override a group set directly on the option using .helpGroup().)
       *
       * @example
       * program
       *   .optionsGroup('Development Options:')
       *   .option('-d, --debug', 'output extra debugging')
       *   .option('-p, --profile', 'output profiling information')
       *
       * @param {string} [heading]
       * @returns {Command | string}
       */
      optionsGroup(heading) {
        if (heading === void 0) return this._defaultOptionGroup ?? "";
        this._defaultOptionGroup = heading;
        return this;
      }
      /**
       * @param {Option} option
       * @private
       */
      _initOptionGroup(option) {
        if (this._defaultOptionGroup && !option.helpGroupHeading)
          option.helpGroup(this._defaultOptionGroup);
      }
      /**
       * @param {Command} cmd
       * @private
       */
      _initCommandGroup(cmd) {
        if (this._defaultCommandGroup && !cmd.helpGroup())
          cmd.helpGroup(this._defaultCommandGroup);
      }
      /**
       * Set the name of the command from script filename, such as process.argv[1],
       * or require.main.filename, or __filename.
       *
       * (Used internally and public although not documented in README.)
       *
       * @example
       * program.nameFromFilename(require.main.filename);
       *
       * @param {string} filename
       * @return {Command}
       */
      nameFromFilename(filename) {
        this._name = path18.basename(filename, path18.extname(filename));
        return this;
      }
      /**
       * Get or set the directory for searching for executable subcommands of this command.
       *
       * @example
       * program.executableDir(__dirname);
       * // or
       * program.executableDir('subcommands');
       *
       * @param {string} [path]
       * @return {(string|null|Command)}
       */
      executableDir(path19) {
        if (path19 === void 0) return this._executableDir;
        this._executableDir = path19;
        return this;
      }
      /**
       * Return program help documentation.
       *
       * @param {{ error: boolean }} [contextOptions] - pass {error:true} to wrap for stderr instead of stdout
       * @return {string}
       */
      helpInformation(contextOptions) {
        const helper = this.createHelp();
        const context = this._getOutputContext(contextOptions);
        helper.prepareContext({
          error: context.error,
          helpWidth: context.helpWidth,
          outputHasColors: context.hasColors
        });
        const text2 = helper.formatHelp(this, helper);
        if (context.hasColors) return text2;
        return this._outputConfiguration.stripColor(text2);
      }
      /**
       * @typedef HelpContext
       * @type {object}
       * @property {boolean} error
       * @property {number} helpWidth
       * @property {boolean} hasColors
       * @property {function} write - includes stripColor if needed
       *
       * @returns {HelpContext}
       * @private
       */
      _getOutputContext(contextOptions) {
        contextOptions = contextOptions || {};
        const error = !!contextOptions.error;
        let baseWrite;
        let hasColors;
        let helpWidth;
        if (error) {
          baseWrite = (str) => this._outputConfiguration.writeErr(str);
          hasColors = this._outputConfiguration.getErrHasColors();
          helpWidth = this._outputConfiguration.getErrHelpWidth();
        } else {
          baseWrite = (str) => this._outputConfiguration.writeOut(str);
          hasColors = this._outputConfiguration.getOutHasColors();
          helpWidth = this._outputConfiguration.getOutHelpWidth();
        }
        const write2 = (str) => {
          if (!hasColors) str = this._outputConfiguration.stripColor(str);
          return baseWrite(str);
        };
        return { error, write: write2, hasColors, helpWidth };
      }
      /**
       * Output help information for this command.
       *
       * Outputs built-in help, and custom text added using `.addHelpText()`.
       *
       * @param {{ error: boolean } | Function} [contextOptions] - pass {error:true} to write to stderr instead of stdout
       */
      outputHelp(contextOptions) {
        let deprecatedCallback;
        if (typeof contextOptions === "function") {
          deprecatedCallback = contextOptions;
          contextOptions = void 0;
        }
        const outputContext = this._getOutputContext(contextOptions);
        const eventContext = {
          error: outputContext.error,
          write: outputContext.write,
          command: this
        };
        this._getCommandAndAncestors().reverse().forEach((command) => command.emit("beforeAllHelp", eventContext));
        this.emit("beforeHelp", eventContext);
        let helpInformation = this.helpInformation({ error: outputContext.error });
        if (deprecatedCallback) {
          helpInformation = deprecatedCallback(helpInformation);
          if (typeof helpInformation !== "string" && !Buffer.isBuffer(helpInformation)) {
            throw new Error("outputHelp callback must return a string or a Buffer");
          }
        }
        outputContext.write(helpInformation);
        if (this._getHelpOption()?.long) {
          this.emit(this._getHelpOption().long);
        }
        this.emit("afterHelp", eventContext);
        this._getCommandAndAncestors().forEach(
          (command) => command.emit("afterAllHelp", eventContext)
        );
      }
      /**
       * You can pass in flags and a description to customise the built-in help option.
       * Pass in false to disable the built-in help option.
       *
       * @example
       * program.helpOption('-?, --help' 'show help'); // customise
       * program.helpOption(false); // disable
       *
       * @param {(string | boolean)} flags
       * @param {string} [description]
       * @return {Command} `this` command for chaining
       */
      helpOption(flags2, description) {
        if (typeof flags2 === "boolean") {
          if (flags2) {
            if (this._helpOption === null) this._helpOption = void 0;
            if (this._defaultOptionGroup) {
              this._initOptionGroup(this._getHelpOption());
            }
          } else {
            this._helpOption = null;
          }
          return this;
        }
        this._helpOption = this.createOption(
          flags2 ?? "-h, --help",
          description ?? "display help for command"
        );
        if (flags2 || description) this._initOptionGroup(this._helpOption);
        return this;
      }
      /**
       * Lazy create help option.
       * Returns null if has been disabled with .helpOption(false).
       *
       * @returns {(Option | null)} the help option
       * @package
       */
      _getHelpOption() {
        if (this._helpOption === void 0) {
          this.helpOption(void 0, void 0);
        }
        return this._helpOption;
      }
      /**
       * Supply your own option to use for the built-in help option.
       * This is an alternative to using helpOption() to customise the flags and description etc.
       *
       * @param {Option} option
       * @return {Command} `this` command for chaining
       */
      addHelpOption(option) {
        this._helpOption = option;
        this._initOptionGroup(option);
        return this;
      }
      /**
       * Output help information and exit.
       *
       * Outputs built-in help, and custom text added using `.addHelpText()`.
       *
       * @param {{ error: boolean }} [contextOptions] - pass {error:true} to write to stderr instead of stdout
       */
      help(contextOptions) {
        this.outputHelp(contextOptions);
        let exitCode = Number(process2.exitCode ?? 0);
        if (exitCode === 0 && contextOptions && typeof contextOptions !== "function" && contextOptions.error) {
          exitCode = 1;
        }
        this._exit(exitCode, "commander.help", "(outputHelp)");
      }
      /**
       * // Do a little typing to coordinate emit and listener for the help text events.
       * @typedef HelpTextEventContext
       * @type {object}
       * @property {boolean} error
       * @property {Command} command
       * @property {function} write
       */
      /**
       * Add additional text to be displayed with the built-in help.
       *
       * Position is 'before' or 'after' to affect just this command,
       * and 'beforeAll' or 'afterAll' to affect this command and all its subcommands.
       *
       * @param {string} position - before or after built-in help
       * @param {(string | Function)} text - string to add, or a function returning a string
       * @return {Command} `this` command for chaining
       */
      addHelpText(position, text2) {
        const allowedValues = ["beforeAll", "before", "after", "afterAll"];
        if (!allowedValues.includes(position)) {
          throw new Error(`Unexpected value for position to addHelpText.
Expecting one of '${allowedValues.join("', '")}'`);
        }
        const helpEvent = `${position}Help`;
        this.on(helpEvent, (context) => {
          let helpStr;
          if (typeof text2 === "function") {
            helpStr = text2({ error: context.error, command: context.command });
          } else {
            helpStr = text2;
          }
          if (helpStr) {
            context.write(`${helpStr}
`);
          }
        });
        return this;
      }
      /**
       * Output help information if help flags specified
       *
       * @param {Array} args - array of options to search for help flags
       * @private
       */
      _outputHelpIfRequested(args) {
        const helpOption = this._getHelpOption();
        const helpRequested = helpOption && args.find((arg) => helpOption.is(arg));
        if (helpRequested) {
          this.outputHelp();
          this._exit(0, "commander.helpDisplayed", "(outputHelp)");
        }
      }
    };
    function incrementNodeInspectorPort(args) {
      return args.map((arg) => {
        if (!arg.startsWith("--inspect")) {
          return arg;
        }
        let debugOption;
        let debugHost = "127.0.0.1";
        let debugPort = "9229";
        let match2;
        if ((match2 = arg.match(/^(--inspect(-brk)?)$/)) !== null) {
          debugOption = match2[1];
        } else if ((match2 = arg.match(/^(--inspect(-brk|-port)?)=([^:]+)$/)) !== null) {
          debugOption = match2[1];
          if (/^\d+$/.test(match2[3])) {
            debugPort = match2[3];
          } else {
            debugHost = match2[3];
          }
        } else if ((match2 = arg.match(/^(--inspect(-brk|-port)?)=([^:]+):(\d+)$/)) !== null) {
          debugOption = match2[1];
          debugHost = match2[3];
          debugPort = match2[4];
        }
        if (debugOption && debugPort !== "0") {
          return `${debugOption}=${debugHost}:${parseInt(debugPort) + 1}`;
        }
        return arg;
      });
    }
    function useColor() {
      if (process2.env.NO_COLOR || process2.env.FORCE_COLOR === "0" || process2.env.FORCE_COLOR === "false")
        return false;
      if (process2.env.FORCE_COLOR || process2.env.CLICOLOR_FORCE !== void 0)
        return true;
      return void 0;
    }
    exports.Command = Command2;
    exports.useColor = useColor;
  }
});

// node_modules/commander/index.js
var require_commander = __commonJS({
  "node_modules/commander/index.js"(exports) {
    var { Argument: Argument2 } = require_argument();
    var { Command: Command2 } = require_command();
    var { CommanderError: CommanderError2, InvalidArgumentError: InvalidArgumentError2 } = require_error();
    var { Help: Help2 } = require_help();
    var { Option: Option2 } = require_option();
    exports.program = new Command2();
    exports.createCommand = (name) => new Command2(name);
    exports.createOption = (flags2, description) => new Option2(flags2, description);
    exports.createArgument = (name, description) => new Argument2(name, description);
    exports.Command = Command2;
    exports.Option = Option2;
    exports.Argument = Argument2;
    exports.Help = Help2;
    exports.CommanderError = CommanderError2;
    exports.InvalidArgumentError = InvalidArgumentError2;
    exports.InvalidOptionArgumentError = InvalidArgumentError2;
  }
});

// js-shim/cli/complaint.js
function reasonOf(error) {
  const { code, message } = (
    /** @type {NodeJS.ErrnoException} */
    error
  );
  return MEANINGS[code ?? ""] ?? String(message ?? error).replace(/\.$/, "");
}
var Complaint, MEANINGS;
var init_complaint = __esm({
  "js-shim/cli/complaint.js"() {
    "use strict";
    Complaint = class extends Error {
      /** @param {string} message @param {number} [exitCode] where the command has one of its own for it */
      constructor(message, exitCode) {
        super(message);
        this.exitCode = exitCode;
      }
    };
    MEANINGS = {
      EACCES: "permission denied",
      EEXIST: "a file is in the way",
      EISDIR: "it is a folder, not a file",
      ELOOP: "its symbolic links go round in a circle",
      EMFILE: "too many files are open",
      ENAMETOOLONG: "its name is too long",
      ENOENT: "it does not exist",
      ENOSPC: "the disk is full",
      ENOTDIR: "a part of its path is not a folder",
      EPERM: "permission denied",
      EROFS: "the file system is read-only"
    };
  }
});

// js-shim/cli/invocation.js
import fs from "node:fs";
import path from "node:path";
function quote(word) {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (process.platform === "win32") return `"${word.replaceAll('"', '\\"')}"`;
  return `'${word.replaceAll("'", "'\\''")}'`;
}
function ownName() {
  const script = realPath(process.argv[1] ?? "");
  const name = NAMES.find((name2) => isOnPath(name2, script));
  if (name) return name;
  if (isNpx(process.argv[1] ?? "")) return "npx opencode-holdfast";
  return `node ${quote(process.argv[1] ?? "")}`;
}
function isOnPath(name, script) {
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter(Boolean);
  const names = process.platform === "win32" ? [`${name}.cmd`, `${name}.ps1`] : [name];
  const found = folders.filter((folder) => !isNpx(folder)).flatMap((folder) => names.map((file) => path.join(folder, file))).find((file) => fs.existsSync(file));
  return found !== void 0 && (process.platform === "win32" || realPath(found) === script);
}
function isNpx(place) {
  if (/[/\\]_npx[/\\]/.test(place)) return true;
  return process.env.npm_command === "exec" && /[/\\]node_modules[/\\]\.bin$/.test(path.dirname(`${place}/x`));
}
function realPath(file) {
  try {
    return fs.realpathSync(file);
  } catch {
    return file;
  }
}
function continueCommand(session, options = []) {
  const which = session === null ? ["-c"] : ["-s", session];
  return [ownName(), "run", ...[...options, ...which].map(quote), `"${GO_ON}"`].join(" ");
}
function ownCommand(...words) {
  return [ownName(), ...words.map(quote)].join(" ");
}
var NAMES, GO_ON;
var init_invocation = __esm({
  "js-shim/cli/invocation.js"() {
    "use strict";
    NAMES = ["holdfast", "opencode-holdfast"];
    GO_ON = "go on";
  }
});

// js-shim/journal-file.js
import fs2 from "node:fs";
import path2 from "node:path";
function appendLines(file, text2, { wait = true, sync = false } = {}) {
  for (let tries = 0; tries < TRIES; tries++) {
    if (appendOnce(file, text2, wait, sync)) return;
  }
}
function appendOnce(file, text2, wait, sync) {
  const fd = fs2.openSync(file, "a+", 384);
  try {
    const { ino, size } = fs2.fstatSync(fd, { bigint: true });
    writeWhole(fd, endsInside(fd, Number(size)) ? `
${text2}` : text2);
    if (sync) fs2.fsyncSync(fd);
    if (wait) awaitCompaction(`${file}.new`);
    const now = fs2.statSync(file, { bigint: true, throwIfNoEntry: false });
    return now === void 0 || now.ino === ino;
  } finally {
    fs2.closeSync(fd);
  }
}
function writeWhole(fd, text2) {
  const bytes = Buffer.from(text2);
  if (fs2.writeSync(fd, bytes) < bytes.length) throw new Error("only a part of the line could be written");
}
function endsInside(fd, size) {
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  fs2.readSync(fd, last, 0, 1, size - 1);
  return last[0] !== 10;
}
function awaitCompaction(fresh) {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; ) {
    const stat = fs2.statSync(fresh, { throwIfNoEntry: false });
    if (!stat || Date.now() - stat.mtimeMs > STALE_MS) return;
  }
}
function replaceLines(file, text2, isKnown, read) {
  const fresh = `${file}.new`;
  fs2.rmSync(fresh, { force: true });
  const fd = fs2.openSync(fresh, "wx", 384);
  const { ino } = fs2.fstatSync(fd, { bigint: true });
  const old = openTail(file, isKnown, read);
  try {
    try {
      writeWhole(fd, text2 + old.more());
      fs2.fsyncSync(fd);
      const late = old.more();
      if (late) writeWhole(fd, late);
    } finally {
      fs2.closeSync(fd);
    }
    if (process.platform === "win32") old.close();
    fs2.renameSync(fresh, file);
    syncFolder(path2.dirname(file));
    const missed = old.more();
    if (missed) appendLines(file, missed, { wait: false });
    return ino;
  } catch (error) {
    fs2.rmSync(fresh, { force: true });
    throw error;
  } finally {
    old.close();
  }
}
function syncFolder(folder) {
  if (process.platform === "win32") return;
  const fd = fs2.openSync(folder, "r");
  try {
    fs2.fsyncSync(fd);
  } finally {
    fs2.closeSync(fd);
  }
}
function openTail(file, isKnown, read) {
  let fd = openIfThere(file);
  let offset = 0;
  if (fd !== void 0 && read && fs2.fstatSync(fd, { bigint: true }).ino === read.ino) offset = read.offset;
  return {
    /** Those that were appended since the last call. */
    more() {
      if (fd === void 0) return "";
      const { text: text2, end } = readLines(fd, offset);
      offset = end;
      return linesOf(text2).filter((line) => !isKnown(line)).join("");
    },
    close() {
      if (fd !== void 0) fs2.closeSync(fd);
      fd = void 0;
    }
  };
}
function linesOf(text2) {
  return text2.split("\n").filter((line) => line !== "").map((line) => `${line}
`);
}
function openIfThere(file) {
  try {
    return fs2.openSync(file, "r");
  } catch (error) {
    if (
      /** @type {NodeJS.ErrnoException} */
      error.code === "ENOENT"
    ) return void 0;
    throw error;
  }
}
function readLines(fd, offset) {
  const size = fs2.fstatSync(fd).size;
  if (size <= offset) return { text: "", end: offset };
  const bytes = Buffer.alloc(size - offset);
  const count = fs2.readSync(fd, bytes, 0, bytes.length, offset);
  const length = bytes.lastIndexOf(10, count - 1) + 1;
  return { text: bytes.toString("utf8", 0, length), end: offset + length };
}
var PATIENCE_MS, STALE_MS, TRIES;
var init_journal_file = __esm({
  "js-shim/journal-file.js"() {
    "use strict";
    PATIENCE_MS = 250;
    STALE_MS = 2e3;
    TRIES = 8;
  }
});

// js-shim/state-dir.js
import fs3 from "node:fs";
function refusalOf(dir) {
  const stat = fs3.lstatSync(dir, { throwIfNoEntry: false });
  if (!stat) return null;
  if (stat.isSymbolicLink())
    return `${dir} is a symbolic link; remove it, state is kept in a real folder only.`;
  if (!stat.isDirectory()) return `${dir} is not a folder; remove it.`;
  if (process.getuid === void 0) return null;
  if (stat.uid !== process.getuid())
    return `${dir} belongs to another user; remove it, or set \`stateDir\` in your own holdfast.json.`;
  if (stat.mode & 63) return `${dir} is open to other users; run \`chmod 700 ${dir}\`.`;
  return null;
}
function requireOurs(dir) {
  const refusal = refusalOf(dir);
  if (refusal) throw new Error(refusal.replace(/\.$/, ""));
}
function ensureDir(dir) {
  requireOurs(dir);
  fs3.mkdirSync(dir, { recursive: true, mode: 448 });
}
var init_state_dir = __esm({
  "js-shim/state-dir.js"() {
    "use strict";
  }
});

// js-shim/owner.js
var OLD_MS;
var init_owner = __esm({
  "js-shim/owner.js"() {
    "use strict";
    OLD_MS = 24 * 60 * 6e4;
  }
});

// js-shim/files.js
import path3 from "node:path";
function journalPath(dir, root) {
  if (!/^[\w-]{1,128}$/.test(root))
    throw new Error(`"${root}" cannot name a journal; a session id such as ses_\u2026 is needed.`);
  return path3.join(dir, `${root}.jsonl`);
}
var init_files = __esm({
  "js-shim/files.js"() {
    "use strict";
    init_journal_file();
    init_state_dir();
    init_owner();
    init_state_dir();
  }
});

// js-shim/resting.js
import fs4 from "node:fs";
import path4 from "node:path";
function restingJournals(dir) {
  const before = readIndex(path4.join(dir, NAME));
  const resting = /* @__PURE__ */ new Map();
  let changed = false;
  return {
    /** Whether a journal is known to be at rest, and has not changed since. @param {string} root @param {fs.Stats} [stat] */
    has(root, stat = statOf(dir, root)) {
      const known = resting.get(root) ?? before[root];
      if (known === void 0 || !stat || known !== stampOf(stat)) return false;
      resting.set(root, known);
      return true;
    },
    /** Notes a journal that was read, as it was before that. @param {Session} session @param {fs.Stats | undefined} stat */
    note(session, stat) {
      if (!stat || !isAtRest(session)) return;
      const stamp = stampOf(stat);
      changed ||= before[session.root] !== stamp;
      resting.set(session.root, stamp);
    },
    /** Saves it for the next reader. */
    save() {
      if (!changed) return;
      changed = false;
      write(dir, { ...before, ...Object.fromEntries(resting) });
    }
  };
}
function statOf(dir, root) {
  return fs4.statSync(journalPath(dir, root), { throwIfNoEntry: false });
}
function claimsIn(text2) {
  let claims = "";
  for (let at = text2.indexOf('"claimed"'); at >= 0; ) {
    const start = text2.lastIndexOf("\n", at) + 1;
    const end = text2.indexOf("\n", at) + 1;
    if (end === 0) break;
    claims += text2.slice(start, end);
    at = text2.indexOf('"claimed"', end);
  }
  return claims;
}
function isAtRest({ tasks, waiting, halted, problems }) {
  const isOver = ({ ended, delivered, status: status2, resumable }) => ended !== null && delivered && !(status2 === "interrupted" && resumable);
  return waiting.length === 0 && !halted && problems.length === 0 && tasks.every(isOver);
}
function stampOf({ ino, size, mtimeMs }) {
  return `${ino} ${size} ${mtimeMs}`;
}
function readIndex(file) {
  try {
    const { v, resting } = JSON.parse(fs4.readFileSync(file, "utf8"));
    return v === 1 && typeof resting === "object" && resting !== null ? resting : {};
  } catch {
    return {};
  }
}
function write(dir, resting) {
  try {
    if (refusalOf(dir)) return;
    const file = path4.join(dir, NAME);
    const fresh = `${file}.${process.pid}.new`;
    fs4.writeFileSync(fresh, JSON.stringify({ v: 1, resting }), { mode: 384 });
    fs4.renameSync(fresh, file);
  } catch {
  }
}
var NAME;
var init_resting = __esm({
  "js-shim/resting.js"() {
    "use strict";
    init_files();
    init_state_dir();
    NAME = "resting.json";
  }
});

// node_modules/jsonc-parser/lib/esm/impl/scanner.js
function createScanner(text2, ignoreTrivia = false) {
  const len = text2.length;
  let pos = 0, value = "", tokenOffset = 0, token = 16, lineNumber = 0, lineStartOffset = 0, tokenLineStartOffset = 0, prevTokenLineStartOffset = 0, scanError = 0;
  function scanHexDigits(count, exact) {
    let digits = 0;
    let value2 = 0;
    while (digits < count || !exact) {
      let ch = text2.charCodeAt(pos);
      if (ch >= 48 && ch <= 57) {
        value2 = value2 * 16 + ch - 48;
      } else if (ch >= 65 && ch <= 70) {
        value2 = value2 * 16 + ch - 65 + 10;
      } else if (ch >= 97 && ch <= 102) {
        value2 = value2 * 16 + ch - 97 + 10;
      } else {
        break;
      }
      pos++;
      digits++;
    }
    if (digits < count) {
      value2 = -1;
    }
    return value2;
  }
  function setPosition(newPosition) {
    pos = newPosition;
    value = "";
    tokenOffset = 0;
    token = 16;
    scanError = 0;
  }
  function scanNumber() {
    let start = pos;
    if (text2.charCodeAt(pos) === 48) {
      pos++;
    } else {
      pos++;
      while (pos < text2.length && isDigit(text2.charCodeAt(pos))) {
        pos++;
      }
    }
    if (pos < text2.length && text2.charCodeAt(pos) === 46) {
      pos++;
      if (pos < text2.length && isDigit(text2.charCodeAt(pos))) {
        pos++;
        while (pos < text2.length && isDigit(text2.charCodeAt(pos))) {
          pos++;
        }
      } else {
        scanError = 3;
        return text2.substring(start, pos);
      }
    }
    let end = pos;
    if (pos < text2.length && (text2.charCodeAt(pos) === 69 || text2.charCodeAt(pos) === 101)) {
      pos++;
      if (pos < text2.length && text2.charCodeAt(pos) === 43 || text2.charCodeAt(pos) === 45) {
        pos++;
      }
      if (pos < text2.length && isDigit(text2.charCodeAt(pos))) {
        pos++;
        while (pos < text2.length && isDigit(text2.charCodeAt(pos))) {
          pos++;
        }
        end = pos;
      } else {
        scanError = 3;
      }
    }
    return text2.substring(start, end);
  }
  function scanString() {
    let result = "", start = pos;
    while (true) {
      if (pos >= len) {
        result += text2.substring(start, pos);
        scanError = 2;
        break;
      }
      const ch = text2.charCodeAt(pos);
      if (ch === 34) {
        result += text2.substring(start, pos);
        pos++;
        break;
      }
      if (ch === 92) {
        result += text2.substring(start, pos);
        pos++;
        if (pos >= len) {
          scanError = 2;
          break;
        }
        const ch2 = text2.charCodeAt(pos++);
        switch (ch2) {
          case 34:
            result += '"';
            break;
          case 92:
            result += "\\";
            break;
          case 47:
            result += "/";
            break;
          case 98:
            result += "\b";
            break;
          case 102:
            result += "\f";
            break;
          case 110:
            result += "\n";
            break;
          case 114:
            result += "\r";
            break;
          case 116:
            result += "	";
            break;
          case 117:
            const ch3 = scanHexDigits(4, true);
            if (ch3 >= 0) {
              result += String.fromCharCode(ch3);
            } else {
              scanError = 4;
            }
            break;
          default:
            scanError = 5;
        }
        start = pos;
        continue;
      }
      if (ch >= 0 && ch <= 31) {
        if (isLineBreak(ch)) {
          result += text2.substring(start, pos);
          scanError = 2;
          break;
        } else {
          scanError = 6;
        }
      }
      pos++;
    }
    return result;
  }
  function scanNext() {
    value = "";
    scanError = 0;
    tokenOffset = pos;
    lineStartOffset = lineNumber;
    prevTokenLineStartOffset = tokenLineStartOffset;
    if (pos >= len) {
      tokenOffset = len;
      return token = 17;
    }
    let code = text2.charCodeAt(pos);
    if (isWhiteSpace(code)) {
      do {
        pos++;
        value += String.fromCharCode(code);
        code = text2.charCodeAt(pos);
      } while (isWhiteSpace(code));
      return token = 15;
    }
    if (isLineBreak(code)) {
      pos++;
      value += String.fromCharCode(code);
      if (code === 13 && text2.charCodeAt(pos) === 10) {
        pos++;
        value += "\n";
      }
      lineNumber++;
      tokenLineStartOffset = pos;
      return token = 14;
    }
    switch (code) {
      // tokens: []{}:,
      case 123:
        pos++;
        return token = 1;
      case 125:
        pos++;
        return token = 2;
      case 91:
        pos++;
        return token = 3;
      case 93:
        pos++;
        return token = 4;
      case 58:
        pos++;
        return token = 6;
      case 44:
        pos++;
        return token = 5;
      // strings
      case 34:
        pos++;
        value = scanString();
        return token = 10;
      // comments
      case 47:
        const start = pos - 1;
        if (text2.charCodeAt(pos + 1) === 47) {
          pos += 2;
          while (pos < len) {
            if (isLineBreak(text2.charCodeAt(pos))) {
              break;
            }
            pos++;
          }
          value = text2.substring(start, pos);
          return token = 12;
        }
        if (text2.charCodeAt(pos + 1) === 42) {
          pos += 2;
          const safeLength = len - 1;
          let commentClosed = false;
          while (pos < safeLength) {
            const ch = text2.charCodeAt(pos);
            if (ch === 42 && text2.charCodeAt(pos + 1) === 47) {
              pos += 2;
              commentClosed = true;
              break;
            }
            pos++;
            if (isLineBreak(ch)) {
              if (ch === 13 && text2.charCodeAt(pos) === 10) {
                pos++;
              }
              lineNumber++;
              tokenLineStartOffset = pos;
            }
          }
          if (!commentClosed) {
            pos++;
            scanError = 1;
          }
          value = text2.substring(start, pos);
          return token = 13;
        }
        value += String.fromCharCode(code);
        pos++;
        return token = 16;
      // numbers
      case 45:
        value += String.fromCharCode(code);
        pos++;
        if (pos === len || !isDigit(text2.charCodeAt(pos))) {
          return token = 16;
        }
      // found a minus, followed by a number so
      // we fall through to proceed with scanning
      // numbers
      case 48:
      case 49:
      case 50:
      case 51:
      case 52:
      case 53:
      case 54:
      case 55:
      case 56:
      case 57:
        value += scanNumber();
        return token = 11;
      // literals and unknown symbols
      default:
        while (pos < len && isUnknownContentCharacter(code)) {
          pos++;
          code = text2.charCodeAt(pos);
        }
        if (tokenOffset !== pos) {
          value = text2.substring(tokenOffset, pos);
          switch (value) {
            case "true":
              return token = 8;
            case "false":
              return token = 9;
            case "null":
              return token = 7;
          }
          return token = 16;
        }
        value += String.fromCharCode(code);
        pos++;
        return token = 16;
    }
  }
  function isUnknownContentCharacter(code) {
    if (isWhiteSpace(code) || isLineBreak(code)) {
      return false;
    }
    switch (code) {
      case 125:
      case 93:
      case 123:
      case 91:
      case 34:
      case 58:
      case 44:
      case 47:
        return false;
    }
    return true;
  }
  function scanNextNonTrivia() {
    let result;
    do {
      result = scanNext();
    } while (result >= 12 && result <= 15);
    return result;
  }
  return {
    setPosition,
    getPosition: () => pos,
    scan: ignoreTrivia ? scanNextNonTrivia : scanNext,
    getToken: () => token,
    getTokenValue: () => value,
    getTokenOffset: () => tokenOffset,
    getTokenLength: () => pos - tokenOffset,
    getTokenStartLine: () => lineStartOffset,
    getTokenStartCharacter: () => tokenOffset - prevTokenLineStartOffset,
    getTokenError: () => scanError
  };
}
function isWhiteSpace(ch) {
  return ch === 32 || ch === 9;
}
function isLineBreak(ch) {
  return ch === 10 || ch === 13;
}
function isDigit(ch) {
  return ch >= 48 && ch <= 57;
}
var CharacterCodes;
var init_scanner = __esm({
  "node_modules/jsonc-parser/lib/esm/impl/scanner.js"() {
    "use strict";
    (function(CharacterCodes2) {
      CharacterCodes2[CharacterCodes2["lineFeed"] = 10] = "lineFeed";
      CharacterCodes2[CharacterCodes2["carriageReturn"] = 13] = "carriageReturn";
      CharacterCodes2[CharacterCodes2["space"] = 32] = "space";
      CharacterCodes2[CharacterCodes2["_0"] = 48] = "_0";
      CharacterCodes2[CharacterCodes2["_1"] = 49] = "_1";
      CharacterCodes2[CharacterCodes2["_2"] = 50] = "_2";
      CharacterCodes2[CharacterCodes2["_3"] = 51] = "_3";
      CharacterCodes2[CharacterCodes2["_4"] = 52] = "_4";
      CharacterCodes2[CharacterCodes2["_5"] = 53] = "_5";
      CharacterCodes2[CharacterCodes2["_6"] = 54] = "_6";
      CharacterCodes2[CharacterCodes2["_7"] = 55] = "_7";
      CharacterCodes2[CharacterCodes2["_8"] = 56] = "_8";
      CharacterCodes2[CharacterCodes2["_9"] = 57] = "_9";
      CharacterCodes2[CharacterCodes2["a"] = 97] = "a";
      CharacterCodes2[CharacterCodes2["b"] = 98] = "b";
      CharacterCodes2[CharacterCodes2["c"] = 99] = "c";
      CharacterCodes2[CharacterCodes2["d"] = 100] = "d";
      CharacterCodes2[CharacterCodes2["e"] = 101] = "e";
      CharacterCodes2[CharacterCodes2["f"] = 102] = "f";
      CharacterCodes2[CharacterCodes2["g"] = 103] = "g";
      CharacterCodes2[CharacterCodes2["h"] = 104] = "h";
      CharacterCodes2[CharacterCodes2["i"] = 105] = "i";
      CharacterCodes2[CharacterCodes2["j"] = 106] = "j";
      CharacterCodes2[CharacterCodes2["k"] = 107] = "k";
      CharacterCodes2[CharacterCodes2["l"] = 108] = "l";
      CharacterCodes2[CharacterCodes2["m"] = 109] = "m";
      CharacterCodes2[CharacterCodes2["n"] = 110] = "n";
      CharacterCodes2[CharacterCodes2["o"] = 111] = "o";
      CharacterCodes2[CharacterCodes2["p"] = 112] = "p";
      CharacterCodes2[CharacterCodes2["q"] = 113] = "q";
      CharacterCodes2[CharacterCodes2["r"] = 114] = "r";
      CharacterCodes2[CharacterCodes2["s"] = 115] = "s";
      CharacterCodes2[CharacterCodes2["t"] = 116] = "t";
      CharacterCodes2[CharacterCodes2["u"] = 117] = "u";
      CharacterCodes2[CharacterCodes2["v"] = 118] = "v";
      CharacterCodes2[CharacterCodes2["w"] = 119] = "w";
      CharacterCodes2[CharacterCodes2["x"] = 120] = "x";
      CharacterCodes2[CharacterCodes2["y"] = 121] = "y";
      CharacterCodes2[CharacterCodes2["z"] = 122] = "z";
      CharacterCodes2[CharacterCodes2["A"] = 65] = "A";
      CharacterCodes2[CharacterCodes2["B"] = 66] = "B";
      CharacterCodes2[CharacterCodes2["C"] = 67] = "C";
      CharacterCodes2[CharacterCodes2["D"] = 68] = "D";
      CharacterCodes2[CharacterCodes2["E"] = 69] = "E";
      CharacterCodes2[CharacterCodes2["F"] = 70] = "F";
      CharacterCodes2[CharacterCodes2["G"] = 71] = "G";
      CharacterCodes2[CharacterCodes2["H"] = 72] = "H";
      CharacterCodes2[CharacterCodes2["I"] = 73] = "I";
      CharacterCodes2[CharacterCodes2["J"] = 74] = "J";
      CharacterCodes2[CharacterCodes2["K"] = 75] = "K";
      CharacterCodes2[CharacterCodes2["L"] = 76] = "L";
      CharacterCodes2[CharacterCodes2["M"] = 77] = "M";
      CharacterCodes2[CharacterCodes2["N"] = 78] = "N";
      CharacterCodes2[CharacterCodes2["O"] = 79] = "O";
      CharacterCodes2[CharacterCodes2["P"] = 80] = "P";
      CharacterCodes2[CharacterCodes2["Q"] = 81] = "Q";
      CharacterCodes2[CharacterCodes2["R"] = 82] = "R";
      CharacterCodes2[CharacterCodes2["S"] = 83] = "S";
      CharacterCodes2[CharacterCodes2["T"] = 84] = "T";
      CharacterCodes2[CharacterCodes2["U"] = 85] = "U";
      CharacterCodes2[CharacterCodes2["V"] = 86] = "V";
      CharacterCodes2[CharacterCodes2["W"] = 87] = "W";
      CharacterCodes2[CharacterCodes2["X"] = 88] = "X";
      CharacterCodes2[CharacterCodes2["Y"] = 89] = "Y";
      CharacterCodes2[CharacterCodes2["Z"] = 90] = "Z";
      CharacterCodes2[CharacterCodes2["asterisk"] = 42] = "asterisk";
      CharacterCodes2[CharacterCodes2["backslash"] = 92] = "backslash";
      CharacterCodes2[CharacterCodes2["closeBrace"] = 125] = "closeBrace";
      CharacterCodes2[CharacterCodes2["closeBracket"] = 93] = "closeBracket";
      CharacterCodes2[CharacterCodes2["colon"] = 58] = "colon";
      CharacterCodes2[CharacterCodes2["comma"] = 44] = "comma";
      CharacterCodes2[CharacterCodes2["dot"] = 46] = "dot";
      CharacterCodes2[CharacterCodes2["doubleQuote"] = 34] = "doubleQuote";
      CharacterCodes2[CharacterCodes2["minus"] = 45] = "minus";
      CharacterCodes2[CharacterCodes2["openBrace"] = 123] = "openBrace";
      CharacterCodes2[CharacterCodes2["openBracket"] = 91] = "openBracket";
      CharacterCodes2[CharacterCodes2["plus"] = 43] = "plus";
      CharacterCodes2[CharacterCodes2["slash"] = 47] = "slash";
      CharacterCodes2[CharacterCodes2["formFeed"] = 12] = "formFeed";
      CharacterCodes2[CharacterCodes2["tab"] = 9] = "tab";
    })(CharacterCodes || (CharacterCodes = {}));
  }
});

// node_modules/jsonc-parser/lib/esm/impl/string-intern.js
var cachedSpaces, maxCachedValues, cachedBreakLinesWithSpaces;
var init_string_intern = __esm({
  "node_modules/jsonc-parser/lib/esm/impl/string-intern.js"() {
    cachedSpaces = new Array(20).fill(0).map((_, index) => {
      return " ".repeat(index);
    });
    maxCachedValues = 200;
    cachedBreakLinesWithSpaces = {
      " ": {
        "\n": new Array(maxCachedValues).fill(0).map((_, index) => {
          return "\n" + " ".repeat(index);
        }),
        "\r": new Array(maxCachedValues).fill(0).map((_, index) => {
          return "\r" + " ".repeat(index);
        }),
        "\r\n": new Array(maxCachedValues).fill(0).map((_, index) => {
          return "\r\n" + " ".repeat(index);
        })
      },
      "	": {
        "\n": new Array(maxCachedValues).fill(0).map((_, index) => {
          return "\n" + "	".repeat(index);
        }),
        "\r": new Array(maxCachedValues).fill(0).map((_, index) => {
          return "\r" + "	".repeat(index);
        }),
        "\r\n": new Array(maxCachedValues).fill(0).map((_, index) => {
          return "\r\n" + "	".repeat(index);
        })
      }
    };
  }
});

// node_modules/jsonc-parser/lib/esm/impl/format.js
var init_format = __esm({
  "node_modules/jsonc-parser/lib/esm/impl/format.js"() {
    "use strict";
    init_scanner();
    init_string_intern();
  }
});

// node_modules/jsonc-parser/lib/esm/impl/parser.js
function parse(text2, errors = [], options = ParseOptions.DEFAULT) {
  let currentProperty = null;
  let currentParent = [];
  const previousParents = [];
  function onValue(value) {
    if (Array.isArray(currentParent)) {
      currentParent.push(value);
    } else if (currentProperty !== null) {
      currentParent[currentProperty] = value;
    }
  }
  const visitor = {
    onObjectBegin: () => {
      const object = {};
      onValue(object);
      previousParents.push(currentParent);
      currentParent = object;
      currentProperty = null;
    },
    onObjectProperty: (name) => {
      currentProperty = name;
    },
    onObjectEnd: () => {
      currentParent = previousParents.pop();
    },
    onArrayBegin: () => {
      const array = [];
      onValue(array);
      previousParents.push(currentParent);
      currentParent = array;
      currentProperty = null;
    },
    onArrayEnd: () => {
      currentParent = previousParents.pop();
    },
    onLiteralValue: onValue,
    onError: (error, offset, length) => {
      errors.push({ error, offset, length });
    }
  };
  visit(text2, visitor, options);
  return currentParent[0];
}
function parseTree(text2, errors = [], options = ParseOptions.DEFAULT) {
  let currentParent = { type: "array", offset: -1, length: -1, children: [], parent: void 0 };
  function ensurePropertyComplete(endOffset) {
    if (currentParent.type === "property") {
      currentParent.length = endOffset - currentParent.offset;
      currentParent = currentParent.parent;
    }
  }
  function onValue(valueNode) {
    currentParent.children.push(valueNode);
    return valueNode;
  }
  const visitor = {
    onObjectBegin: (offset) => {
      currentParent = onValue({ type: "object", offset, length: -1, parent: currentParent, children: [] });
    },
    onObjectProperty: (name, offset, length) => {
      currentParent = onValue({ type: "property", offset, length: -1, parent: currentParent, children: [] });
      currentParent.children.push({ type: "string", value: name, offset, length, parent: currentParent });
    },
    onObjectEnd: (offset, length) => {
      ensurePropertyComplete(offset + length);
      currentParent.length = offset + length - currentParent.offset;
      currentParent = currentParent.parent;
      ensurePropertyComplete(offset + length);
    },
    onArrayBegin: (offset, length) => {
      currentParent = onValue({ type: "array", offset, length: -1, parent: currentParent, children: [] });
    },
    onArrayEnd: (offset, length) => {
      currentParent.length = offset + length - currentParent.offset;
      currentParent = currentParent.parent;
      ensurePropertyComplete(offset + length);
    },
    onLiteralValue: (value, offset, length) => {
      onValue({ type: getNodeType(value), offset, length, parent: currentParent, value });
      ensurePropertyComplete(offset + length);
    },
    onSeparator: (sep, offset, length) => {
      if (currentParent.type === "property") {
        if (sep === ":") {
          currentParent.colonOffset = offset;
        } else if (sep === ",") {
          ensurePropertyComplete(offset);
        }
      }
    },
    onError: (error, offset, length) => {
      errors.push({ error, offset, length });
    }
  };
  visit(text2, visitor, options);
  const result = currentParent.children[0];
  if (result) {
    delete result.parent;
  }
  return result;
}
function findNodeAtLocation(root, path18) {
  if (!root) {
    return void 0;
  }
  let node = root;
  for (let segment of path18) {
    if (typeof segment === "string") {
      if (node.type !== "object" || !Array.isArray(node.children)) {
        return void 0;
      }
      let found = false;
      for (const propertyNode of node.children) {
        if (Array.isArray(propertyNode.children) && propertyNode.children[0].value === segment && propertyNode.children.length === 2) {
          node = propertyNode.children[1];
          found = true;
          break;
        }
      }
      if (!found) {
        return void 0;
      }
    } else {
      const index = segment;
      if (node.type !== "array" || index < 0 || !Array.isArray(node.children) || index >= node.children.length) {
        return void 0;
      }
      node = node.children[index];
    }
  }
  return node;
}
function visit(text2, visitor, options = ParseOptions.DEFAULT) {
  const _scanner = createScanner(text2, false);
  const _jsonPath = [];
  let suppressedCallbacks = 0;
  function toNoArgVisit(visitFunction) {
    return visitFunction ? () => suppressedCallbacks === 0 && visitFunction(_scanner.getTokenOffset(), _scanner.getTokenLength(), _scanner.getTokenStartLine(), _scanner.getTokenStartCharacter()) : () => true;
  }
  function toOneArgVisit(visitFunction) {
    return visitFunction ? (arg) => suppressedCallbacks === 0 && visitFunction(arg, _scanner.getTokenOffset(), _scanner.getTokenLength(), _scanner.getTokenStartLine(), _scanner.getTokenStartCharacter()) : () => true;
  }
  function toOneArgVisitWithPath(visitFunction) {
    return visitFunction ? (arg) => suppressedCallbacks === 0 && visitFunction(arg, _scanner.getTokenOffset(), _scanner.getTokenLength(), _scanner.getTokenStartLine(), _scanner.getTokenStartCharacter(), () => _jsonPath.slice()) : () => true;
  }
  function toBeginVisit(visitFunction) {
    return visitFunction ? () => {
      if (suppressedCallbacks > 0) {
        suppressedCallbacks++;
      } else {
        let cbReturn = visitFunction(_scanner.getTokenOffset(), _scanner.getTokenLength(), _scanner.getTokenStartLine(), _scanner.getTokenStartCharacter(), () => _jsonPath.slice());
        if (cbReturn === false) {
          suppressedCallbacks = 1;
        }
      }
    } : () => true;
  }
  function toEndVisit(visitFunction) {
    return visitFunction ? () => {
      if (suppressedCallbacks > 0) {
        suppressedCallbacks--;
      }
      if (suppressedCallbacks === 0) {
        visitFunction(_scanner.getTokenOffset(), _scanner.getTokenLength(), _scanner.getTokenStartLine(), _scanner.getTokenStartCharacter());
      }
    } : () => true;
  }
  const onObjectBegin = toBeginVisit(visitor.onObjectBegin), onObjectProperty = toOneArgVisitWithPath(visitor.onObjectProperty), onObjectEnd = toEndVisit(visitor.onObjectEnd), onArrayBegin = toBeginVisit(visitor.onArrayBegin), onArrayEnd = toEndVisit(visitor.onArrayEnd), onLiteralValue = toOneArgVisitWithPath(visitor.onLiteralValue), onSeparator = toOneArgVisit(visitor.onSeparator), onComment = toNoArgVisit(visitor.onComment), onError = toOneArgVisit(visitor.onError);
  const disallowComments = options && options.disallowComments;
  const allowTrailingComma = options && options.allowTrailingComma;
  function scanNext() {
    while (true) {
      const token = _scanner.scan();
      switch (_scanner.getTokenError()) {
        case 4:
          handleError(
            14
            /* ParseErrorCode.InvalidUnicode */
          );
          break;
        case 5:
          handleError(
            15
            /* ParseErrorCode.InvalidEscapeCharacter */
          );
          break;
        case 3:
          handleError(
            13
            /* ParseErrorCode.UnexpectedEndOfNumber */
          );
          break;
        case 1:
          if (!disallowComments) {
            handleError(
              11
              /* ParseErrorCode.UnexpectedEndOfComment */
            );
          }
          break;
        case 2:
          handleError(
            12
            /* ParseErrorCode.UnexpectedEndOfString */
          );
          break;
        case 6:
          handleError(
            16
            /* ParseErrorCode.InvalidCharacter */
          );
          break;
      }
      switch (token) {
        case 12:
        case 13:
          if (disallowComments) {
            handleError(
              10
              /* ParseErrorCode.InvalidCommentToken */
            );
          } else {
            onComment();
          }
          break;
        case 16:
          handleError(
            1
            /* ParseErrorCode.InvalidSymbol */
          );
          break;
        case 15:
        case 14:
          break;
        default:
          return token;
      }
    }
  }
  function handleError(error, skipUntilAfter = [], skipUntil = []) {
    onError(error);
    if (skipUntilAfter.length + skipUntil.length > 0) {
      let token = _scanner.getToken();
      while (token !== 17) {
        if (skipUntilAfter.indexOf(token) !== -1) {
          scanNext();
          break;
        } else if (skipUntil.indexOf(token) !== -1) {
          break;
        }
        token = scanNext();
      }
    }
  }
  function parseString(isValue) {
    const value = _scanner.getTokenValue();
    if (isValue) {
      onLiteralValue(value);
    } else {
      onObjectProperty(value);
      _jsonPath.push(value);
    }
    scanNext();
    return true;
  }
  function parseLiteral() {
    switch (_scanner.getToken()) {
      case 11:
        const tokenValue = _scanner.getTokenValue();
        let value = Number(tokenValue);
        if (isNaN(value)) {
          handleError(
            2
            /* ParseErrorCode.InvalidNumberFormat */
          );
          value = 0;
        }
        onLiteralValue(value);
        break;
      case 7:
        onLiteralValue(null);
        break;
      case 8:
        onLiteralValue(true);
        break;
      case 9:
        onLiteralValue(false);
        break;
      default:
        return false;
    }
    scanNext();
    return true;
  }
  function parseProperty() {
    if (_scanner.getToken() !== 10) {
      handleError(3, [], [
        2,
        5
        /* SyntaxKind.CommaToken */
      ]);
      return false;
    }
    parseString(false);
    if (_scanner.getToken() === 6) {
      onSeparator(":");
      scanNext();
      if (!parseValue()) {
        handleError(4, [], [
          2,
          5
          /* SyntaxKind.CommaToken */
        ]);
      }
    } else {
      handleError(5, [], [
        2,
        5
        /* SyntaxKind.CommaToken */
      ]);
    }
    _jsonPath.pop();
    return true;
  }
  function parseObject() {
    onObjectBegin();
    scanNext();
    let needsComma = false;
    while (_scanner.getToken() !== 2 && _scanner.getToken() !== 17) {
      if (_scanner.getToken() === 5) {
        if (!needsComma) {
          handleError(4, [], []);
        }
        onSeparator(",");
        scanNext();
        if (_scanner.getToken() === 2 && allowTrailingComma) {
          break;
        }
      } else if (needsComma) {
        handleError(6, [], []);
      }
      if (!parseProperty()) {
        handleError(4, [], [
          2,
          5
          /* SyntaxKind.CommaToken */
        ]);
      }
      needsComma = true;
    }
    onObjectEnd();
    if (_scanner.getToken() !== 2) {
      handleError(7, [
        2
        /* SyntaxKind.CloseBraceToken */
      ], []);
    } else {
      scanNext();
    }
    return true;
  }
  function parseArray() {
    onArrayBegin();
    scanNext();
    let isFirstElement = true;
    let needsComma = false;
    while (_scanner.getToken() !== 4 && _scanner.getToken() !== 17) {
      if (_scanner.getToken() === 5) {
        if (!needsComma) {
          handleError(4, [], []);
        }
        onSeparator(",");
        scanNext();
        if (_scanner.getToken() === 4 && allowTrailingComma) {
          break;
        }
      } else if (needsComma) {
        handleError(6, [], []);
      }
      if (isFirstElement) {
        _jsonPath.push(0);
        isFirstElement = false;
      } else {
        _jsonPath[_jsonPath.length - 1]++;
      }
      if (!parseValue()) {
        handleError(4, [], [
          4,
          5
          /* SyntaxKind.CommaToken */
        ]);
      }
      needsComma = true;
    }
    onArrayEnd();
    if (!isFirstElement) {
      _jsonPath.pop();
    }
    if (_scanner.getToken() !== 4) {
      handleError(8, [
        4
        /* SyntaxKind.CloseBracketToken */
      ], []);
    } else {
      scanNext();
    }
    return true;
  }
  function parseValue() {
    switch (_scanner.getToken()) {
      case 3:
        return parseArray();
      case 1:
        return parseObject();
      case 10:
        return parseString(true);
      default:
        return parseLiteral();
    }
  }
  scanNext();
  if (_scanner.getToken() === 17) {
    if (options.allowEmptyContent) {
      return true;
    }
    handleError(4, [], []);
    return false;
  }
  if (!parseValue()) {
    handleError(4, [], []);
    return false;
  }
  if (_scanner.getToken() !== 17) {
    handleError(9, [], []);
  }
  return true;
}
function getNodeType(value) {
  switch (typeof value) {
    case "boolean":
      return "boolean";
    case "number":
      return "number";
    case "string":
      return "string";
    case "object": {
      if (!value) {
        return "null";
      } else if (Array.isArray(value)) {
        return "array";
      }
      return "object";
    }
    default:
      return "null";
  }
}
var ParseOptions;
var init_parser = __esm({
  "node_modules/jsonc-parser/lib/esm/impl/parser.js"() {
    "use strict";
    init_scanner();
    (function(ParseOptions2) {
      ParseOptions2.DEFAULT = {
        allowTrailingComma: false
      };
    })(ParseOptions || (ParseOptions = {}));
  }
});

// node_modules/jsonc-parser/lib/esm/impl/edit.js
var init_edit = __esm({
  "node_modules/jsonc-parser/lib/esm/impl/edit.js"() {
    "use strict";
    init_format();
    init_parser();
  }
});

// node_modules/jsonc-parser/lib/esm/main.js
var createScanner2, ScanError, SyntaxKind, parse2, parseTree2, findNodeAtLocation2, ParseErrorCode;
var init_main = __esm({
  "node_modules/jsonc-parser/lib/esm/main.js"() {
    "use strict";
    init_format();
    init_edit();
    init_scanner();
    init_parser();
    createScanner2 = createScanner;
    (function(ScanError2) {
      ScanError2[ScanError2["None"] = 0] = "None";
      ScanError2[ScanError2["UnexpectedEndOfComment"] = 1] = "UnexpectedEndOfComment";
      ScanError2[ScanError2["UnexpectedEndOfString"] = 2] = "UnexpectedEndOfString";
      ScanError2[ScanError2["UnexpectedEndOfNumber"] = 3] = "UnexpectedEndOfNumber";
      ScanError2[ScanError2["InvalidUnicode"] = 4] = "InvalidUnicode";
      ScanError2[ScanError2["InvalidEscapeCharacter"] = 5] = "InvalidEscapeCharacter";
      ScanError2[ScanError2["InvalidCharacter"] = 6] = "InvalidCharacter";
    })(ScanError || (ScanError = {}));
    (function(SyntaxKind2) {
      SyntaxKind2[SyntaxKind2["OpenBraceToken"] = 1] = "OpenBraceToken";
      SyntaxKind2[SyntaxKind2["CloseBraceToken"] = 2] = "CloseBraceToken";
      SyntaxKind2[SyntaxKind2["OpenBracketToken"] = 3] = "OpenBracketToken";
      SyntaxKind2[SyntaxKind2["CloseBracketToken"] = 4] = "CloseBracketToken";
      SyntaxKind2[SyntaxKind2["CommaToken"] = 5] = "CommaToken";
      SyntaxKind2[SyntaxKind2["ColonToken"] = 6] = "ColonToken";
      SyntaxKind2[SyntaxKind2["NullKeyword"] = 7] = "NullKeyword";
      SyntaxKind2[SyntaxKind2["TrueKeyword"] = 8] = "TrueKeyword";
      SyntaxKind2[SyntaxKind2["FalseKeyword"] = 9] = "FalseKeyword";
      SyntaxKind2[SyntaxKind2["StringLiteral"] = 10] = "StringLiteral";
      SyntaxKind2[SyntaxKind2["NumericLiteral"] = 11] = "NumericLiteral";
      SyntaxKind2[SyntaxKind2["LineCommentTrivia"] = 12] = "LineCommentTrivia";
      SyntaxKind2[SyntaxKind2["BlockCommentTrivia"] = 13] = "BlockCommentTrivia";
      SyntaxKind2[SyntaxKind2["LineBreakTrivia"] = 14] = "LineBreakTrivia";
      SyntaxKind2[SyntaxKind2["Trivia"] = 15] = "Trivia";
      SyntaxKind2[SyntaxKind2["Unknown"] = 16] = "Unknown";
      SyntaxKind2[SyntaxKind2["EOF"] = 17] = "EOF";
    })(SyntaxKind || (SyntaxKind = {}));
    parse2 = parse;
    parseTree2 = parseTree;
    findNodeAtLocation2 = findNodeAtLocation;
    (function(ParseErrorCode2) {
      ParseErrorCode2[ParseErrorCode2["InvalidSymbol"] = 1] = "InvalidSymbol";
      ParseErrorCode2[ParseErrorCode2["InvalidNumberFormat"] = 2] = "InvalidNumberFormat";
      ParseErrorCode2[ParseErrorCode2["PropertyNameExpected"] = 3] = "PropertyNameExpected";
      ParseErrorCode2[ParseErrorCode2["ValueExpected"] = 4] = "ValueExpected";
      ParseErrorCode2[ParseErrorCode2["ColonExpected"] = 5] = "ColonExpected";
      ParseErrorCode2[ParseErrorCode2["CommaExpected"] = 6] = "CommaExpected";
      ParseErrorCode2[ParseErrorCode2["CloseBraceExpected"] = 7] = "CloseBraceExpected";
      ParseErrorCode2[ParseErrorCode2["CloseBracketExpected"] = 8] = "CloseBracketExpected";
      ParseErrorCode2[ParseErrorCode2["EndOfFileExpected"] = 9] = "EndOfFileExpected";
      ParseErrorCode2[ParseErrorCode2["InvalidCommentToken"] = 10] = "InvalidCommentToken";
      ParseErrorCode2[ParseErrorCode2["UnexpectedEndOfComment"] = 11] = "UnexpectedEndOfComment";
      ParseErrorCode2[ParseErrorCode2["UnexpectedEndOfString"] = 12] = "UnexpectedEndOfString";
      ParseErrorCode2[ParseErrorCode2["UnexpectedEndOfNumber"] = 13] = "UnexpectedEndOfNumber";
      ParseErrorCode2[ParseErrorCode2["InvalidUnicode"] = 14] = "InvalidUnicode";
      ParseErrorCode2[ParseErrorCode2["InvalidEscapeCharacter"] = 15] = "InvalidEscapeCharacter";
      ParseErrorCode2[ParseErrorCode2["InvalidCharacter"] = 16] = "InvalidCharacter";
    })(ParseErrorCode || (ParseErrorCode = {}));
  }
});

// js-shim/cli/opencode-config.js
import fs5 from "node:fs";
import path5 from "node:path";
import { fileURLToPath } from "node:url";
import { globalConfigDir, readText } from "../js-shim/files.js";
function configFiles(root, kind) {
  const named2 = process.env[kind === "opencode" ? "OPENCODE_CONFIG" : "OPENCODE_TUI_CONFIG"];
  return [
    ...candidates(globalConfigDir(), kind),
    ...named2 ? [path5.resolve(named2)] : [],
    ...projectCandidates(root, kind)
  ].filter((file) => fs5.existsSync(file));
}
function projectCandidates(root, kind) {
  return [...candidates(root, kind), ...candidates(path5.join(root, ".opencode"), kind)];
}
function candidates(folder, kind) {
  return [path5.join(folder, `${kind}.json`), path5.join(folder, `${kind}.jsonc`)];
}
function isJsonObject(text2) {
  const errors = [];
  const value = text2.trim() === "" ? {} : parse2(text2, errors, { allowTrailingComma: true });
  return errors.length === 0 && typeof value === "object" && value !== null && !Array.isArray(value);
}
function parseConfig(text2) {
  const value = parse2(text2, [], { allowTrailingComma: true });
  return value && typeof value === "object" && !Array.isArray(value) ? value : {};
}
function configuredEntries(root, kind) {
  const entries = configFiles(root, kind).flatMap(
    (file) => entriesIn(file, readText(file) ?? "", path5.dirname(file))
  );
  if (kind === "tui") return entries;
  const content = process.env.OPENCODE_CONFIG_CONTENT;
  return [
    ...entries,
    ...entriesIn("OPENCODE_CONFIG_CONTENT", content ?? "", root),
    ...droppedIn(path5.join(root, ".opencode")),
    ...droppedIn(globalConfigDir())
  ];
}
function entriesIn(file, text2, folder) {
  const { plugin } = parseConfig(text2);
  if (!Array.isArray(plugin)) return [];
  return plugin.flatMap((entry) => {
    const [spec, options] = Array.isArray(entry) ? entry : [entry];
    return typeof spec === "string" && namesHoldfast(spec, folder) ? [{ file, spec, options }] : [];
  });
}
function droppedIn(folder) {
  return ["plugin", "plugins"].flatMap((name) => {
    const dir = path5.join(folder, name);
    if (!fs5.existsSync(dir)) return [];
    return fs5.readdirSync(dir).filter((file) => file.includes("holdfast")).map((file) => ({ file: path5.join(dir, file), spec: path5.join(dir, file), options: void 0 }));
  });
}
function namesHoldfast(spec, folder) {
  if (spec === NAME2 || spec.startsWith(`${NAME2}@`)) return true;
  if (!spec.startsWith("file:") && !/^\.{0,2}[/\\]/.test(spec) && !path5.isAbsolute(spec)) return false;
  const at = spec.startsWith("file://") ? urlPath(spec) : path5.resolve(folder, spec);
  return at !== void 0 && packageNameAt(at) === NAME2;
}
function urlPath(url) {
  try {
    return fileURLToPath(url);
  } catch {
    return void 0;
  }
}
function packageNameAt(at) {
  for (let folder = at; ; folder = path5.dirname(folder)) {
    const manifest = fs5.statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readText(path5.join(folder, "package.json")) : null;
    if (manifest !== null) return parseConfig(manifest).name;
    if (folder === path5.dirname(folder)) return void 0;
  }
}
var NAME2;
var init_opencode_config = __esm({
  "js-shim/cli/opencode-config.js"() {
    "use strict";
    init_main();
    NAME2 = "opencode-holdfast";
  }
});

// js-shim/cli/project.js
import fs6 from "node:fs";
import {
  configLayers,
  isAlive as isAlive2,
  journalPath as journalPath2,
  journalRoots,
  projectRoot,
  readText as readText2,
  refusalOf as refusalOf2,
  stateDirOf as stateDirOf2
} from "../js-shim/files.js";
import { load } from "../js-shim/load.js";
function isSessionId(text2) {
  return /^[\w-]{1,128}$/.test(text2);
}
function openProject(directory = process.cwd()) {
  const root = projectRoot(directory);
  const inline = configuredEntries(root, "opencode").find(({ options: options2 }) => options2 !== void 0)?.options;
  const layers = configLayers(root, inline);
  const options = load().options(layers);
  const { dir, problems } = stateDirOf2(root, options.state_dir);
  const refusal = refusalOf2(dir);
  if (refusal) throw new Complaint(refusal);
  return {
    root,
    dir,
    layers,
    /** What is wrong with the options. @type {string[]} */
    problems: [...options.problems, ...problems],
    /** The journals as they are now. @param {Prepare} [prepare] what to fold instead of a journal's text */
    view(prepare = asItIs) {
      const sources = journalRoots(dir).flatMap((session) => source(dir, session, prepare));
      return viewOf(layers, sources);
    },
    /** The most recently used session and those not at rest, and whether there are others. */
    recent() {
      const resting = restingJournals(dir);
      const found = journalRoots(dir).map((root2) => ({ root: root2, stat: statOf(dir, root2) }));
      const newest2 = Math.max(...found.map(({ stat }) => stat?.mtimeMs ?? 0));
      const read = found.filter(
        ({ root: root2, stat }) => stat && (stat.mtimeMs === newest2 || !resting.has(root2, stat))
      );
      const view = viewOf(
        layers,
        read.flatMap(({ root: root2 }) => source(dir, root2, asItIs))
      );
      const stats = new Map(read.map(({ root: root2, stat }) => [root2, stat]));
      for (const session of view.sessions) resting.note(session, stats.get(session.root));
      resting.save();
      return { ...view, others: read.length < found.length };
    },
    /** One session as it is now. @param {string} session @param {Prepare} [prepare] @param {string} [folder] where its journal is @returns {SessionView | undefined} */
    session(session, prepare = asItIs, folder = dir) {
      return viewOf(layers, source(folder, session, prepare)).sessions[0];
    },
    /** When a session's journal last changed. @param {string} session */
    changed(session) {
      return fs6.statSync(journalPath2(dir, session), { throwIfNoEntry: false })?.mtimeMs ?? 0;
    }
  };
}
function viewOf(layers, sources) {
  return load().view(sources, layers, Date.now());
}
function source(dir, root, prepare) {
  const text2 = readText2(journalPath2(dir, root));
  return text2 === null ? [] : [{ root, text: prepare(text2, root), alive: isAlive2(load().owner(claimsIn(text2)), dir) }];
}
function findTask(view, id) {
  for (const session of view.sessions) {
    const task = session.tasks.find((task2) => task2.id === id);
    if (task) return { task, session };
  }
  const ids = view.sessions.flatMap(({ tasks }) => tasks.map((task) => task.id));
  if (ids.length === 0) throw new Complaint(`There is no task "${id}": this project has no tasks.`);
  const near = load().nearest(id, ids);
  const hint = near ? `did you mean ${near}?` : `\`${ownCommand("tasks", "--all")}\` lists those that are kept.`;
  throw new Complaint(`There is no task "${id}" in this project; ${hint}`);
}
var asItIs;
var init_project = __esm({
  "js-shim/cli/project.js"() {
    "use strict";
    init_resting();
    init_complaint();
    init_invocation();
    init_opencode_config();
    asItIs = (text2) => text2;
  }
});

// js-shim/plain.js
function clean(text2) {
  if (PLAIN.test(text2)) return text2;
  const plain = text2.replace(ESCAPES, "").replace(LINE_ENDS, "\n").replace(INVISIBLE, "");
  return COMBINING.test(plain) ? withoutPiles(plain) : plain;
}
function withoutPiles(text2) {
  let cleaned = "";
  let last = "";
  let marks = 0;
  for (const character of text2) {
    if (JOINER.test(character)) {
      if (/^[\0-\x7f]?$/.test(last) || /\s/.test(last) || JOINER.test(last)) continue;
    } else if (SELECTOR.test(character)) {
      if (!last || JOINER.test(last) || SELECTOR.test(last)) continue;
    } else if (MARK.test(character)) {
      marks += 1;
      if (marks > MARKS_MAX) continue;
    } else marks = 0;
    cleaned += character;
    last = character;
  }
  return cleaned;
}
function oneLine(text2) {
  return clean(text2).replace(/\s+/g, " ").trim();
}
function width(text2) {
  if (NARROW.test(text2)) return text2.length;
  let columns2 = 0;
  for (const { segment } of SEGMENTER.segment(text2)) columns2 += widthOf(segment);
  return columns2;
}
function widthOf(segment) {
  if (NARROW.test(segment)) return 1;
  if (WIDE.test(segment)) return 2;
  return WITHOUT_ROOM.test(segment) ? 0 : 1;
}
function short(text2, columns2) {
  if (width(text2) <= columns2) return text2;
  let cut = "";
  let room = columns2 - 1;
  for (const { segment } of SEGMENTER.segment(text2)) {
    room -= widthOf(segment);
    if (room < 0) break;
    cut += segment;
  }
  return columns2 > 0 ? `${cut}\u2026` : "";
}
var ESCAPES, LINE_ENDS, INVISIBLE, PLAIN, JOINER, SELECTOR, MARK, COMBINING, MARKS_MAX, SEGMENTER, WIDE, WITHOUT_ROOM, NARROW;
var init_plain = __esm({
  "js-shim/plain.js"() {
    "use strict";
    ESCAPES = /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])(?:[^\n\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c))?|\x1b[ -/]*[0-~]?/g;
    LINE_ENDS = /\r\n?|[\x0b\x0c\x85\u2028\u2029]/g;
    INVISIBLE = // biome-ignore lint/suspicious/noMisleadingCharacterClass: each is meant by itself.
    /[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/gu;
    PLAIN = /^[\n\t -~]*$/;
    JOINER = /[\u200c\u200d]/;
    SELECTOR = /[\ufe00-\ufe0f]/;
    MARK = /[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/;
    COMBINING = new RegExp(`${JOINER.source}|${SELECTOR.source}|${MARK.source}`);
    MARKS_MAX = 4;
    SEGMENTER = new Intl.Segmenter();
    WIDE = new RegExp("^(?:\\p{Emoji_Presentation}|\\p{Extended_Pictographic}\\ufe0f|[\\d#*]\\ufe0f\\u20e3|\\p{Regional_Indicator}{2}|[\\u1100-\\u115f\\u2329\\u232a\\u2e80-\\u303e\\u3041-\\ua4cf\\ua960-\\ua97c\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe10-\\ufe19\\ufe30-\\ufe6f\\uff01-\\uff60\\uffe0-\\uffe6\\u{16fe0}-\\u{1b2ff}\\u{1f200}-\\u{1f265}\\u{20000}-\\u{3fffd}])", "u");
    WITHOUT_ROOM = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]+$/u;
    NARROW = /^[ -~]*$/;
  }
});

// js-shim/cli/terminal.js
function painter(stream = process.stdout) {
  const { NO_COLOR, TERM } = process.env;
  const coloured = Boolean(stream.isTTY) && !NO_COLOR && TERM !== "dumb";
  return (colour, text2) => coloured && colour && text2 ? `\x1B[${CODES[colour]}m${clean(text2)}\x1B[0m` : clean(text2);
}
function columns(stream = process.stdout) {
  return stream.isTTY ? stream.columns || 80 : Number.POSITIVE_INFINITY;
}
function table(rows, width2 = columns()) {
  const paint = painter();
  const clean2 = rows.map((row2) => row2.map(({ text: text2, ...cell }) => ({ ...cell, text: oneLine(text2) })));
  const widths = (rows[0] ?? []).map(
    (_, column) => Math.max(...clean2.map((row2) => width(row2[column].text)))
  );
  return clean2.map((row2) => {
    let left = width2;
    const cells = row2.map(({ text: text2, colour = null }, column) => {
      const last = column === row2.length - 1;
      const room = Math.max(0, Math.min(left, last ? left : widths[column]));
      const cut = short(text2, room);
      const padding = last ? 0 : Math.max(0, room - width(cut));
      left -= widths[column] + 2;
      return paint(colour, cut) + " ".repeat(padding);
    });
    return cells.join("  ").trimEnd();
  });
}
function roomForLast(rows, width2 = columns()) {
  const others = (rows[0] ?? []).slice(0, -1);
  const widest = (column) => Math.max(...rows.map((row2) => width(oneLine(row2[column].text))));
  return others.reduce((left, _, column) => left - widest(column) - 2, width2);
}
function clock(ms) {
  const all = Math.max(0, Math.floor(ms / 1e3));
  const two = (n) => String(n).padStart(2, "0");
  const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${two(minutes)}:${two(seconds)}`;
}
function duration(ms) {
  if (ms === null) return "\u2013";
  if (ms < 1e3) return `${ms} ms`;
  return ms < 6e4 ? `${(ms / 1e3).toFixed(1)} s` : clock(ms);
}
function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
function print(text2 = "") {
  process.stdout.write(`${text2}
`);
}
var CODES, STATUS_COLOURS;
var init_terminal = __esm({
  "js-shim/cli/terminal.js"() {
    "use strict";
    init_plain();
    init_plain();
    CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 };
    STATUS_COLOURS = {
      pending: "dim",
      running: "cyan",
      completed: "green",
      failed: "red",
      cancelled: "dim",
      interrupted: "yellow"
    };
  }
});

// js-shim/cli/package.js
import fs8 from "node:fs";
import path7 from "node:path";
import { fileURLToPath as fileURLToPath2 } from "node:url";
function packageAbove(folder) {
  return fs8.existsSync(path7.join(folder, "package.json")) ? folder : packageAbove(path7.dirname(folder));
}
var packageFolder, version;
var init_package = __esm({
  "js-shim/cli/package.js"() {
    "use strict";
    packageFolder = packageAbove(path7.dirname(fileURLToPath2(import.meta.url)));
    version = JSON.parse(fs8.readFileSync(path7.join(packageFolder, "package.json"), "utf8")).version;
  }
});

// js-shim/cli/opencode.js
import { spawn } from "node:child_process";
import fs9 from "node:fs";
import path8 from "node:path";
import { pathToFileURL } from "node:url";
function findOpenCode() {
  const names = process.platform === "win32" ? ["opencode.exe", "opencode.cmd"] : ["opencode"];
  const folders = (process.env.PATH ?? "").split(path8.delimiter).filter(Boolean);
  return folders.flatMap((folder) => names.map((name) => path8.join(folder, name))).find(isProgram) ?? null;
}
function startOpenCode(program3, args, env) {
  const [file, ...before] = programBehind(program3);
  return spawn(file, [...before, ...args], { stdio: "inherit", env });
}
function programBehind(program3) {
  if (!program3.endsWith(".cmd")) return [program3];
  const folder = path8.dirname(program3);
  const packages = [path8.join(folder, "node_modules/opencode-ai"), path8.join(folder, "../opencode-ai")];
  const binary = packages.map((home) => path8.join(home, "bin/opencode.exe")).find((file) => fs9.existsSync(file));
  if (binary) return [binary];
  const script = packages.map((home) => path8.join(home, "bin/opencode")).find((file) => fs9.existsSync(file));
  if (script) return [process.execPath, script];
  throw new Complaint(
    `${program3} cannot be started without a shell; put the folder of opencode.exe on the PATH.`
  );
}
function isProgram(file) {
  try {
    fs9.accessSync(file, fs9.constants.X_OK);
    return fs9.statSync(file).isFile();
  } catch {
    return false;
  }
}
function environmentWithHoldfast(root) {
  const { OPENCODE_CONFIG_CONTENT, ...rest } = process.env;
  if (configuredEntries(root, "opencode").length > 0) return process.env;
  const content = contentOf(OPENCODE_CONFIG_CONTENT);
  const plugin = [...Array.isArray(content.plugin) ? content.plugin : [], pathToFileURL(packageFolder).href];
  return { ...rest, OPENCODE_CONFIG_CONTENT: JSON.stringify({ ...content, plugin }) };
}
function contentOf(text2) {
  if (!text2?.trim()) return {};
  const errors = [];
  const value = parse2(text2, errors, { allowTrailingComma: true });
  if (errors.length > 0 || typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Complaint("OPENCODE_CONFIG_CONTENT must hold a JSON object; correct it or unset it.");
  }
  return value;
}
var init_opencode = __esm({
  "js-shim/cli/opencode.js"() {
    "use strict";
    init_main();
    init_complaint();
    init_opencode_config();
    init_package();
  }
});

// js-shim/cli/processes.js
import { execFileSync as execFileSync2 } from "node:child_process";
import fs12 from "node:fs";
import { processStart as processStart2 } from "../js-shim/files.js";
function watchTree(root) {
  const known = /* @__PURE__ */ new Map([[root, processStart2(root) ?? ""]]);
  const isSame2 = (pid) => processStart2(pid) === known.get(pid);
  function lookBelow(parent, children) {
    for (const pid of children.get(parent) ?? []) {
      if (!known.has(pid)) known.set(pid, processStart2(pid) ?? "");
      lookBelow(pid, children);
    }
  }
  const tree = {
    /** Looks for new processes. */
    look() {
      const children = childrenByParent();
      for (const pid of tree.living()) lookBelow(pid, children);
    },
    has: (pid) => known.has(pid),
    living: () => [...known.keys()].filter(isSame2),
    /** @param {NodeJS.Signals} signal */
    signal(signal) {
      if (process.platform === "win32") return endOnWindows(root);
      freeze();
      for (const pid of tree.living()) {
        send(pid, signal);
        send(pid, "SIGCONT");
      }
    }
  };
  function freeze() {
    const halted = /* @__PURE__ */ new Set();
    for (; ; ) {
      tree.look();
      const moving = tree.living().filter((pid) => !halted.has(pid));
      if (moving.length === 0) return;
      for (const pid of moving) {
        send(pid, "SIGSTOP");
        halted.add(pid);
      }
    }
  }
  return tree;
}
function send(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
  }
}
function endOnWindows(root) {
  try {
    execFileSync2("taskkill", ["/pid", String(root), "/T", "/F"], { stdio: "ignore" });
  } catch {
  }
}
function childrenByParent() {
  const children = /* @__PURE__ */ new Map();
  for (const { pid, parent } of processes()) {
    children.set(parent, [...children.get(parent) ?? [], pid]);
  }
  return children;
}
function processes() {
  if (process.platform === "linux") return processesOfLinux();
  if (process.platform === "win32") return [];
  const lines = execFileSync2("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  return lines.map((line) => {
    const [pid, parent] = line.trim().split(/\s+/).map(Number);
    return { pid, parent };
  });
}
function processesOfLinux() {
  return fs12.readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const stat = fs12.readFileSync(`/proc/${name}/stat`, "utf8");
      const [, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return [{ pid: Number(name), parent: Number(parent) }];
    } catch {
      return [];
    }
  });
}
var init_processes = __esm({
  "js-shim/cli/processes.js"() {
    "use strict";
  }
});

// js-shim/cli/changes.js
function changesOf(root) {
  const noted = /* @__PURE__ */ new Map();
  const remember = (id, activity) => noted.set(id, Math.max(noted.get(id) ?? -1, ...notesOf(activity).map(({ t }) => t)));
  return {
    /**
     * The changes of a line; none if it is not a record.
     * @param {string} text
     * @returns {Change | null}
     */
    read(text2) {
      const line = parseLine(text2);
      if (!line) return null;
      const { event, fields } = line;
      if (event !== "active") return changeOf(line.t, root, event, fields);
      const { task, activity } = fields;
      if (!isObject(activity)) return null;
      const notes2 = notesOf(activity).filter(({ t }) => t > (noted.get(task) ?? -1));
      remember(task, activity);
      const { steps, tool_calls, tokens, cost, tool } = activity;
      return { t: line.t, root, event, task, steps, tool_calls, tokens, cost, tool, notes: notes2 };
    }
  };
}
function parseLine(text2) {
  try {
    const { v, t, what } = JSON.parse(text2);
    if (v !== 1 || !Number.isFinite(t)) return null;
    if (typeof what === "string") return { t, event: what, fields: (
      /** @type {any} */
      {}
    ) };
    const [[event, fields]] = Object.entries(what);
    return isObject(fields) && namesTasks(fields) ? { t, event, fields } : null;
  } catch {
    return null;
  }
}
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function namesTasks({ task = "", tasks = [] }) {
  const isId = (id) => typeof id === "string";
  return isId(task) && Array.isArray(tasks) && tasks.every(isId);
}
function changeOf(t, root, event, fields) {
  const { outcome, t: _t, root: _root, event: _event, ...rest } = fields;
  const status2 = event === "ended" ? outcome : STATUS_AFTER[event];
  const model = rest.model ? { model: `${rest.model.provider}/${rest.model.model}` } : {};
  return { t, root, event, ...rest, ...model, ...status2 && { status: status2 } };
}
function notesOf(activity) {
  const notes2 = Array.isArray(activity?.recent) ? activity.recent : [];
  return notes2.filter((note3) => Number.isFinite(note3?.t) && typeof note3.text === "string");
}
var STATUS_AFTER;
var init_changes = __esm({
  "js-shim/cli/changes.js"() {
    "use strict";
    STATUS_AFTER = { launched: "pending", started: "running" };
  }
});

// js-shim/cli/lines.js
function describer() {
  const tasks = /* @__PURE__ */ new Map();
  function learn2(id, { description, started }) {
    tasks.set(id, { name: oneLine(String(description || id)), started: started ?? null });
  }
  const known = (id) => tasks.get(String(id)) ?? { name: oneLine(String(id)), started: null };
  function parts(change) {
    const { event, status: status2, task, error, title, text: text2 } = change;
    const { name, started } = known(task);
    switch (event) {
      case "launched":
      case "started":
        return [
          /** @type {Status} */
          status2,
          WORDS[String(status2)] ?? event,
          name
        ];
      case "ended": {
        const took = started === null ? "" : ` (${clock(change.t - started)})`;
        const why = error ? ` \u2013 ${error}` : "";
        return [
          /** @type {Status} */
          status2,
          String(status2),
          `${name}${took}${why}`
        ];
      }
      case "active": {
        const news = newsOf(change);
        return news ? [null, "", `${name}: ${news}`] : null;
      }
      case "asking":
        return title ? ["interrupted", "asks", `${name} is waiting for permission: ${title}`] : null;
      case "halted":
        return ["failed", "halted", `the queue, because \u201C${name}\u201D failed`];
      case "sent":
        return [null, "sent", sentence(change)];
      case "quieted":
        return ["interrupted", "stopped", `Automatic continuation ended: ${change.why}`];
      case "answered":
        return text2 ? [null, "answered", String(text2)] : null;
      default:
        return null;
    }
  }
  return {
    learn: learn2,
    /** @param {Change} change @returns {string | null} */
    line(change) {
      if (change.event === "launched") learn2(String(change.task), { ...change, started: null });
      const said = parts(change);
      if (change.event === "started")
        learn2(String(change.task), { description: known(change.task).name, started: change.t });
      if (!said) return null;
      const [status2, word, rest] = said;
      return lineOf2(change.t, status2, word, rest);
    },
    /** A task as it is now. @param {import("./types.js").TaskView} task */
    present(task) {
      learn2(task.id, task);
      const word = task.status === "pending" ? "queued" : task.status;
      const time3 = task.started === null ? "" : ` (${clock(task.run_time)})`;
      return lineOf2(task.started ?? task.queued, task.status, word, `${known(task.id).name}${time3}`);
    }
  };
}
function lineOf2(t, status2, word, rest) {
  const paint = painter();
  const time3 = new Date(t).toLocaleTimeString("sv-SE");
  const colour = status2 ? STATUS_COLOURS[status2] ?? null : "dim";
  return `${paint("dim", time3)}  ${paint(colour, oneLine(word).padEnd(11))}  ${oneLine(rest)}`.trimEnd();
}
function newsOf({ notes: notes2, tool }) {
  const texts = Array.isArray(notes2) ? notes2.map((note3) => oneLine(String(note3?.text ?? ""))) : [];
  return texts.filter(Boolean).join(" \xB7 ") || (tool ? `now ${tool}` : "");
}
function sentence({ kind, tasks }) {
  const count = Array.isArray(tasks) ? tasks.length : 0;
  if (count > 0) return `The agent was notified of ${counted(count, "result")}.`;
  return `Automatic prompt: ${String(kind).replaceAll("_", " ")}`;
}
var WORDS;
var init_lines = __esm({
  "js-shim/cli/lines.js"() {
    "use strict";
    init_terminal();
    WORDS = { pending: "queued", running: "started" };
  }
});

// js-shim/cli/show.js
import { journalPath as journalPath5, readText as readText6 } from "../js-shim/files.js";
function showCommand(program3) {
  program3.command("show").summary("show one task in full").description("Shows one task: its status, times, prompt, what it did lately, and its result.").argument("<id>", "a task's id, such as bg_k3x9qa").option("--activity", "everything that happened to it, in order, instead").option("--json", "as JSON (with --activity one object per line)").action(showTask);
}
function showTask(id, { activity, json: json3 }) {
  const project3 = openProject();
  const { task } = findTask(project3.view(), id);
  if (!activity) return json3 ? print(JSON.stringify(task, null, 2)) : print(describe2(task).join("\n"));
  const { line, learn: learn2 } = describer();
  learn2(id, { ...task, started: null });
  for (const change of activityOf(readText6(journalPath5(project3.dir, task.root)) ?? "", task)) {
    const text2 = json3 ? JSON.stringify(change) : line(change);
    if (text2 !== null) print(text2);
  }
}
function activityOf(text2, { id, root }) {
  const reader = changesOf(root);
  return text2.split("\n").map(reader.read).filter((change) => change !== null).filter((change) => change.t > 0 && concerns(change, id)).sort((a, b) => a.t - b.t);
}
function concerns(change, id) {
  return change.task === id || Array.isArray(change.tasks) && change.tasks.includes(id);
}
function describe2(task) {
  const paint = painter();
  const section2 = (title, lines) => lines.length > 0 ? ["", paint("bold", title), ...lines] : [];
  return [
    `${paint(STATUS_COLOURS[task.status], `${task.mark} ${task.status}`)}  ${paint("bold", oneLine(task.description))}`,
    "",
    ...table(facts(task).map(([name, value]) => [{ text: name, colour: "dim" }, { text: oneLine(value) }])),
    ...section2(
      "Activity",
      task.activity.map(({ t, text: text2 }) => `${time(t)}  ${oneLine(text2)}`)
    ),
    ...section2("Prompt", [clean(task.prompt)]),
    ...section2("Error", task.error ? [clean(task.error)] : []),
    ...section2(
      "Todos left open",
      task.leftovers.map((todo) => `- ${oneLine(todo)}`)
    ),
    ...section2(
      task.status === "completed" ? "Result" : "What it said",
      task.result ? [clean(task.result)] : []
    )
  ];
}
function facts(task) {
  const { queued, started, ended, asking, tool, follows, place } = task;
  return [
    ["id", task.id],
    ...some("follows", follows),
    ["session", task.session ?? "none yet"],
    ["parent", task.root],
    ["agent", task.agent],
    ...some("model", task.model),
    ["queued", date(queued)],
    ...some("place", place === null ? null : `${place} in the queue`),
    ...some("started", started === null ? null : date(started)),
    ...some("ended", ended === null ? null : date(ended)),
    ...some("time", started === null ? null : clock(task.run_time)),
    ["work", work(task)],
    ...some("tool", tool),
    ...some("waits for", asking === null ? null : `permission: ${asking}`),
    ...some("delivered", ended === null ? null : task.delivered ? "yes" : "not yet")
  ];
}
function some(name, value) {
  return value === null ? [] : [[name, value]];
}
function work({ steps, tool_calls, tokens, cost }) {
  const price = cost > 0 ? `, $${cost.toFixed(cost < 1 ? 4 : 2)}` : "";
  return `${counted(steps, "step")}, ${counted(tool_calls, "tool call")}, ${counted(tokens, "token")}${price}`;
}
function date(t) {
  return new Date(t).toLocaleString("sv-SE");
}
function time(t) {
  return new Date(t).toLocaleTimeString("sv-SE");
}
var init_show = __esm({
  "js-shim/cli/show.js"() {
    "use strict";
    init_changes();
    init_lines();
    init_project();
    init_terminal();
  }
});

// js-shim/serve/problem.js
function problemResponse(problem2, headers = {}) {
  return new Response(JSON.stringify(problem2), {
    status: problem2.status,
    headers: { "content-type": "application/problem+json", ...headers }
  });
}
var KINDS, Problem;
var init_problem = __esm({
  "js-shim/serve/problem.js"() {
    "use strict";
    KINDS = {
      "bad-request": { status: 400, title: "The request is wrong" },
      unauthorized: { status: 401, title: "The token is missing or wrong" },
      forbidden: { status: 403, title: "The request comes from elsewhere" },
      "not-found": { status: 404, title: "There is no such thing" },
      "method-not-allowed": { status: 405, title: "The method is not allowed here" },
      conflict: { status: 409, title: "That does not fit its state" },
      "too-large": { status: 413, title: "The body is too large" },
      "not-json": { status: 415, title: "The body is not JSON" },
      "key-reused": { status: 422, title: "The Idempotency-Key belongs to another request" },
      "too-many": { status: 429, title: "Too many requests at once" },
      internal: { status: 500, title: "An internal error occurred" },
      unavailable: { status: 503, title: "Not available now" }
    };
    Problem = class extends Error {
      /** @param {string} kind one of the above @param {string} detail a whole sentence @param {Record<string, unknown>} [more] */
      constructor(kind, detail, more = {}) {
        super(detail);
        this.kind = kind;
        this.more = more;
      }
      get status() {
        return KINDS[this.kind].status;
      }
      toJSON() {
        const { status: status2, title } = KINDS[this.kind];
        return { type: `urn:holdfast:problem:${this.kind}`, title, status: status2, detail: this.message, ...this.more };
      }
    };
  }
});

// js-shim/serve/access.js
var access_exports = {};
__export(access_exports, {
  createAccess: () => createAccess,
  isLoopback: () => isLoopback,
  tokenOf: () => tokenOf
});
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import fs16 from "node:fs";
import { isIP } from "node:net";
import os3 from "node:os";
import path12 from "node:path";
function isLoopback(host) {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}
function tokenOf(dir) {
  const folder = path12.join(dir, "serve");
  ensureDir(dir);
  ensureDir(folder);
  const file = path12.join(folder, "token");
  try {
    fs16.writeFileSync(file, randomBytes(32).toString("base64url"), { flag: "wx", mode: 384 });
  } catch (error) {
    if (
      /** @type {NodeJS.ErrnoException} */
      error.code !== "EEXIST"
    ) throw error;
    fs16.chmodSync(file, 384);
  }
  const token = fs16.readFileSync(file, "utf8").trim();
  if (!/^[\w-]{20,}$/.test(token))
    throw new Error(`${file} holds no token; remove it, and another one is made`);
  return { token, file };
}
function createAccess({ token, host, names = [] }) {
  const expected = digest(token);
  const own = new Set([...names, host, os3.hostname()].map((name) => name.toLowerCase()));
  function isOwnName(name) {
    if (LOOPBACK.has(name)) return true;
    if (isLoopback(host)) return names.includes(name);
    return own.has(name) || isIP(name.replace(/^\[|\]$/g, "")) !== 0;
  }
  return {
    /** Throws unless the request was meant for this server by a page of its own, or by no page. @param {Request} request */
    checkOrigin(request) {
      const name = request.headers.get("host")?.toLowerCase() ?? "";
      if (!isOwnName(name.replace(/:\d+$/, "")))
        throw new Problem("forbidden", "The Host header names another server; use the link that was printed.");
      const origin = request.headers.get("origin");
      if (origin !== null && !isSame(origin, name))
        throw new Problem("forbidden", "The request comes from a page of another origin.");
      const site = request.headers.get("sec-fetch-site");
      if (site !== null && origin === null && site === "cross-site" && request.method !== "GET")
        throw new Problem("forbidden", "The request comes from a page of another site.");
    },
    /** Throws unless the request has the token. @param {Request} request */
    checkToken(request) {
      const [, given = ""] = request.headers.get("authorization")?.match(/^Bearer +(\S+)$/i) ?? [];
      if (!timingSafeEqual(digest(given), expected))
        throw new Problem(
          "unauthorized",
          "Send the token as `Authorization: Bearer \u2026`; it is in the link that `holdfast serve` printed and in its token file."
        );
    }
  };
}
function isSame(origin, host) {
  return origin.toLowerCase() === `http://${host}` || origin.toLowerCase() === `https://${host}`;
}
function digest(text2) {
  return createHash("sha256").update(text2).digest();
}
var LOOPBACK;
var init_access = __esm({
  "js-shim/serve/access.js"() {
    "use strict";
    init_state_dir();
    init_problem();
    LOOPBACK = /* @__PURE__ */ new Set(["127.0.0.1", "localhost", "[::1]"]);
  }
});

// js-shim/serve/facts.js
function noFacts() {
  return { owner: null, halted: null, stopped: false, quieted: [], requests: [], sent: [], tasks: {}, t: 0 };
}
function learn(facts2, change) {
  const { event, task, tasks = [], t } = change;
  facts2.t = Math.max(facts2.t, t);
  if (event === "claimed") facts2.owner = change.owner?.nonce ?? null;
  if (event === "halted") facts2.halted = task ?? null;
  if (event === "lifted") facts2.halted = null;
  if (event === "stopped") facts2.stopped = true;
  if (event === "resumed") facts2.stopped = false;
  if (event === "spoke") facts2.quieted = [];
  if (event === "quieted") facts2.quieted = [...facts2.quieted, change.why];
  if (event === "asked" || event === "answered")
    facts2.requests = newest(facts2.requests, `${event} ${change.request}`);
  if (event === "sent") facts2.sent = newest(facts2.sent, change.message);
  for (const id of task ? [task] : tasks.map(String)) {
    facts2.tasks[id] = [...(facts2.tasks[id] ?? []).filter((known) => known !== markOf(change)), markOf(change)];
  }
  const ids = Object.keys(facts2.tasks);
  if (ids.length > TASKS) for (const id of ids.slice(0, ids.length - TASKS)) delete facts2.tasks[id];
}
function newest(list, item) {
  return [...list, item].slice(-REQUESTS);
}
function markOf({ event, message }) {
  return event === "prompted" ? `prompted ${message}` : event;
}
function untold(facts2, root, summary) {
  const reader = changesOf(root);
  const changes = summary.flatMap((line) => reader.read(line) ?? []);
  const end = Math.max(facts2.t, ...changes.map(({ t }) => t));
  const found = changes.flatMap((change) => untoldOf(facts2, change));
  const is = (event) => changes.some((change) => change.event === event);
  if (facts2.halted !== null && !is("halted")) found.push({ t: end, root, event: "lifted" });
  if (facts2.stopped && !is("stopped")) found.push({ t: end, root, event: "resumed" });
  return found.map((change) => change.t > 0 ? change : { ...change, t: end }).sort((a, b) => a.t - b.t);
}
function untoldOf(facts2, change) {
  const { event, task = "", tasks = [], t } = change;
  const told = facts2.tasks[task] ?? [];
  const isNew = t >= facts2.t && !told.includes(markOf(change));
  if (ONCE.has(event) || event === "prompted") return isNew ? [change] : [];
  if (event === "active") return t > facts2.t ? [change] : [];
  if (LISTS.has(event)) {
    const untoldOnes = tasks.filter((id) => facts2.tasks[id] && !isTold(facts2.tasks[id], event));
    return untoldOnes.length > 0 ? [{ ...change, tasks: untoldOnes }] : [];
  }
  if (event === "claimed") return facts2.owner === null || change.owner?.nonce === facts2.owner ? [] : [change];
  if (event === "halted") return facts2.halted === task ? [] : [change];
  if (event === "stopped") return facts2.stopped ? [] : [change];
  if (event === "quieted") return facts2.quieted.includes(change.why) ? [] : [change];
  if (event === "asked" || event === "answered")
    return facts2.requests.includes(`${event} ${change.request}`) ? [] : [change];
  if (event === "sent") return facts2.sent.includes(change.message) ? [] : [change];
  return [];
}
function isTold(told, event) {
  return told.includes(event) || told.includes("evicted") || event === "seen" && told.includes("sent");
}
var REQUESTS, TASKS, ONCE, LISTS;
var init_facts = __esm({
  "js-shim/serve/facts.js"() {
    "use strict";
    init_changes();
    REQUESTS = 100;
    TASKS = 600;
    ONCE = /* @__PURE__ */ new Set(["launched", "started", "ended", "stopping"]);
    LISTS = /* @__PURE__ */ new Set(["evicted", "seen", "viewed"]);
  }
});

// js-shim/serve/event-log.js
import { createHash as createHash2, randomBytes as randomBytes2 } from "node:crypto";
import fs17 from "node:fs";
import path13 from "node:path";
function hashOf(root, text2) {
  return createHash2("sha256").update(`${root}
${text2}`).digest("base64url").slice(0, 16);
}
function openEventLog(dir, most = EVENTS) {
  const file = path13.join(dir, "serve", "events.jsonl");
  let known = /* @__PURE__ */ new Map();
  let events = [];
  let epoch = "";
  let seq = 0;
  let read = { ino: 0n, offset: 0 };
  function knownOf(root) {
    const found = known.get(root) ?? { place: null, facts: noFacts(), hashes: /* @__PURE__ */ new Set() };
    known.set(root, found);
    return found;
  }
  function take(line) {
    if (typeof line.epoch === "string") [epoch, seq] = [line.epoch, line.base];
    for (const [root, { place, facts: facts2, hashes }] of Object.entries(line.at ?? {}))
      known.set(root, { place, facts: facts2, hashes: new Set(hashes) });
    if (typeof line.r !== "string") return null;
    const of2 = knownOf(line.r);
    if (line.i !== void 0) of2.place = { ino: line.i, offset: line.o };
    if (line.e === void 0 || of2.hashes.has(line.h)) return null;
    of2.hashes.add(line.h);
    learn(of2.facts, line.e);
    return { seq: ++seq, hash: line.h, change: line.e };
  }
  function readBack() {
    const fd = fs17.openSync(file, "r");
    try {
      const { ino } = fs17.fstatSync(fd, { bigint: true });
      const before = { epoch, seq };
      if (ino !== read.ino) {
        read = { ino, offset: 0 };
        known = /* @__PURE__ */ new Map();
        events = [];
      }
      const { text: text2, end } = readLines(fd, read.offset);
      read.offset = end;
      const found = text2.split("\n").flatMap((line) => take(parsed(line)) ?? []);
      events.push(...found);
      return epoch === before.epoch ? found.filter((event) => event.seq > before.seq) : found;
    } finally {
      fs17.closeSync(fd);
    }
  }
  function begin() {
    ensureDir(dir);
    ensureDir(path13.dirname(file));
    const header = { v: 1, epoch: randomBytes2(4).toString("hex"), base: 0 };
    try {
      fs17.writeFileSync(file, `${JSON.stringify(header)}
`, { flag: "wx", mode: 384 });
      return true;
    } catch (error) {
      if (
        /** @type {NodeJS.ErrnoException} */
        error.code === "EEXIST"
      ) return false;
      throw error;
    }
  }
  function shorten() {
    const kept = events.slice(-Math.ceil(most / 2));
    const header = { v: 1, epoch, base: seq - kept.length };
    const lines = kept.map(({ hash, change }) => ({ r: change.root, h: hash, e: change }));
    const at = Object.fromEntries(
      [...known].map(([root, of2]) => [root, { ...of2, hashes: [...of2.hashes].slice(-HASHES) }])
    );
    const text2 = [header, ...lines, { at }].map((line) => `${JSON.stringify(line)}
`).join("");
    withLock(`${file}.lock`, () => replaceLines(file, text2, () => false, read));
  }
  return {
    begin,
    knownOf,
    readBack,
    /** @param {object[]} lines */
    append: (lines) => appendLines(file, lines.map((line) => `${JSON.stringify(line)}
`).join("")),
    /** Drops the older half when there are too many. */
    tidy() {
      if (events.length > most) shorten();
    },
    /** The roots that it has heard of. */
    roots: () => [...known.keys()],
    epoch: () => epoch,
    seq: () => seq,
    /** The number before the oldest event that is kept. */
    base: () => seq - events.length,
    /** Those after a number. @param {number} after @param {number} count */
    after(after3, count) {
      const from = Math.max(0, after3 - (seq - events.length));
      return events.slice(from, from + count);
    }
  };
}
function parsed(line) {
  try {
    return JSON.parse(line) ?? {};
  } catch {
    return {};
  }
}
function withLock(lock, work2) {
  const stat = fs17.statSync(lock, { throwIfNoEntry: false });
  if (stat && Date.now() - stat.mtimeMs > LOCK_MS) fs17.rmSync(lock, { force: true });
  try {
    fs17.closeSync(fs17.openSync(lock, "wx", 384));
  } catch {
    return;
  }
  try {
    work2();
  } finally {
    fs17.rmSync(lock, { force: true });
  }
}
var EVENTS, LOCK_MS, HASHES;
var init_event_log = __esm({
  "js-shim/serve/event-log.js"() {
    "use strict";
    init_journal_file();
    init_state_dir();
    init_facts();
    EVENTS = 2e4;
    LOCK_MS = 1e4;
    HASHES = 2e3;
  }
});

// js-shim/serve/journal-tail.js
import fs18 from "node:fs";
function tailJournal(file, known) {
  let fd;
  let place = known ?? { ino: "", offset: 0 };
  function drain() {
    const size = fs18.fstatSync(
      /** @type {number} */
      fd
    ).size;
    if (size <= place.offset) return [];
    const bytes = Buffer.alloc(size - place.offset);
    const count = fs18.readSync(
      /** @type {number} */
      fd,
      bytes,
      0,
      bytes.length,
      place.offset
    );
    const lines = [];
    for (let start = 0; ; ) {
      const end = bytes.subarray(0, count).indexOf(10, start);
      if (end < 0) break;
      const text2 = bytes.toString("utf8", start, end);
      start = end + 1;
      lines.push({ text: text2, end: place.offset + start });
    }
    place = { ...place, offset: lines.at(-1)?.end ?? place.offset };
    return lines;
  }
  function open() {
    fd = fs18.openSync(file, "r");
    const ino = String(fs18.fstatSync(fd, { bigint: true }).ino);
    const unseen = ino !== place.ino;
    if (unseen) place = { ino, offset: 0 };
    return unseen;
  }
  return {
    place: () => place,
    /** @returns {News | null} null where there is no journal any more */
    read() {
      const news = { place, lines: [], summary: [] };
      if (fd === void 0) {
        if (!fs18.existsSync(file)) return null;
        const unseen = open();
        const lines = drain();
        const own = unseen ? beginOf(lines) : 0;
        news.summary = lines.slice(0, own).map(({ text: text2 }) => text2);
        news.lines = lines.slice(own);
      } else {
        news.lines = drain();
        const now = fs18.statSync(file, { bigint: true, throwIfNoEntry: false });
        if (now && String(now.ino) !== place.ino) {
          fs18.closeSync(fd);
          open();
          const lines = drain();
          news.lines.push(...lines.slice(beginOf(lines)));
        } else if (!now) {
          fs18.closeSync(fd);
          fd = void 0;
          return news.lines.length > 0 ? { ...news, place } : null;
        }
      }
      return { ...news, place };
    },
    close() {
      if (fd !== void 0) fs18.closeSync(fd);
      fd = void 0;
    }
  };
}
function beginOf(lines) {
  return lines.findLastIndex(({ text: text2 }) => text2.includes(END_OF_SUMMARY)) + 1;
}
var END_OF_SUMMARY;
var init_journal_tail = __esm({
  "js-shim/serve/journal-tail.js"() {
    "use strict";
    END_OF_SUMMARY = '"what":{"totals":';
  }
});

// js-shim/serve/journal-news.js
import fs19 from "node:fs";
import { journalPath as journalPath6, journalRoots as journalRoots3 } from "../js-shim/files.js";
function readJournals({ dir, drafts }, log) {
  const open = /* @__PURE__ */ new Map();
  const stamps = /* @__PURE__ */ new Map();
  const fileOf = (root) => root === CREATED ? drafts.file : journalPath6(dir, root);
  const files = () => [...fs19.existsSync(drafts.file) ? [CREATED] : [], ...journalRoots3(dir)];
  function opened(root) {
    const before = open.get(root);
    open.delete(root);
    const found = before ?? newTail(root);
    open.set(root, found);
    for (const [oldest, { tail }] of open) {
      if (open.size <= OPEN) break;
      tail.close();
      open.delete(oldest);
    }
    return found;
  }
  function newTail(root) {
    const known = log.knownOf(root);
    const reader = changesOf(root);
    for (const line of linesBefore(fileOf(root), known.place)) {
      const change = reader.read(line);
      known.hashes.add(hashOf(root, line));
      if (change) learn(known.facts, change);
    }
    return { tail: tailJournal(fileOf(root), known.place), reader };
  }
  function newsOf2(root) {
    const { tail, reader } = opened(root);
    const news = tail.read();
    if (!news) return [];
    const { ino } = news.place;
    const { facts: facts2, place } = log.knownOf(root);
    const missed = untold(facts2, root, news.summary).map((change) => ({
      r: root,
      h: hashOf(root, ino + JSON.stringify(change)),
      e: change
    }));
    const lines = news.lines.flatMap(({ text: text2, end }) => {
      const change = reader.read(text2);
      const status2 = change && root === CREATED ? STATUS_AFTER2[change.event] : void 0;
      return change ? [{ r: root, h: hashOf(root, text2), i: ino, o: end, e: { ...change, ...status2 && { status: status2 } } }] : [];
    });
    const moved = place?.ino !== ino || place.offset !== news.place.offset;
    return [...missed, ...lines, ...moved ? [{ r: root, i: ino, o: news.place.offset }] : []];
  }
  function hasChanged(root) {
    const stat = fs19.statSync(fileOf(root), { throwIfNoEntry: false });
    const stamp = stat ? `${stat.ino} ${stat.size}` : "";
    if (stamps.get(root) === stamp) return false;
    stamps.set(root, stamp);
    return true;
  }
  function removals(roots) {
    const there = new Set(roots);
    const gone = [...stamps.keys()].filter((root) => !there.has(root));
    return gone.map((root) => {
      const place = log.knownOf(root).place;
      stamps.delete(root);
      open.get(root)?.tail.close();
      open.delete(root);
      const change = { t: Date.now(), root, event: "removed" };
      return { r: root, h: hashOf(root, `removed ${place?.ino}`), i: "", o: 0, e: change };
    });
  }
  return {
    /** Everything that the journals hold and the log does not. @returns {object[]} */
    news() {
      const roots = files();
      return [...removals(roots), ...roots.filter(hasChanged).flatMap(newsOf2)];
    },
    /** What they hold before anybody listens. */
    past: () => Object.fromEntries(files().map((root) => [root, pastOf(root, fileOf(root))])),
    close() {
      for (const { tail } of open.values()) tail.close();
    }
  };
}
function pastOf(root, file) {
  const fd = fs19.openSync(file, "r");
  try {
    const { ino } = fs19.fstatSync(fd, { bigint: true });
    const { text: text2, end } = readLines(fd, 0);
    const facts2 = noFacts();
    const reader = changesOf(root);
    for (const line of text2.split("\n")) {
      const change = reader.read(line);
      if (change) learn(facts2, change);
    }
    return { place: { ino: String(ino), offset: end }, facts: facts2, hashes: [] };
  } finally {
    fs19.closeSync(fd);
  }
}
function linesBefore(file, place) {
  const stat = fs19.statSync(file, { bigint: true, throwIfNoEntry: false });
  if (!stat || !place || String(stat.ino) !== place.ino) return [];
  return fs19.readFileSync(file).subarray(0, place.offset).toString("utf8").split("\n").filter(Boolean);
}
var OPEN, CREATED, STATUS_AFTER2;
var init_journal_news = __esm({
  "js-shim/serve/journal-news.js"() {
    "use strict";
    init_changes();
    init_journal_file();
    init_event_log();
    init_facts();
    init_journal_tail();
    OPEN = 64;
    CREATED = "";
    STATUS_AFTER2 = { created: "created", executed: "starting", discarded: "cancelled", refused: "failed" };
  }
});

// js-shim/serve/events.js
import { EventEmitter } from "node:events";
import fs20 from "node:fs";
function followProject(project3, { report = () => {
}, events: most } = {}) {
  const { dir } = project3;
  const log = openEventLog(dir, most);
  const told = new EventEmitter();
  told.setMaxListeners(0);
  const journals = readJournals(project3, log);
  function look() {
    try {
      const news = journals.news();
      if (news.length > 0) log.append(news);
      const fresh = log.readBack();
      if (fresh.length > 0) told.emit("events", fresh);
      log.tidy();
    } catch (error) {
      report(error);
    }
  }
  function start() {
    if (log.begin()) log.append([{ at: journals.past() }]);
    log.readBack();
    look();
  }
  start();
  let gathering;
  let next = 0;
  const soon = () => {
    gathering ??= setTimeout(
      () => {
        gathering = void 0;
        const begin = Date.now();
        look();
        next = Date.now() + Math.min(GATHER_MS.most, REST * (Date.now() - begin));
      },
      Math.max(GATHER_MS.least, next - Date.now())
    );
  };
  const watchers = [dir, `${dir}/serve`].flatMap((folder) => watch(folder, soon));
  const polling = setInterval(look, POLL_MS2);
  return {
    log,
    look,
    /** Called with each batch of events. @param {(events: Event[]) => void} listener @returns {() => void} ends it */
    onEvents(listener) {
      told.on("events", listener);
      return () => void told.off("events", listener);
    },
    close() {
      clearInterval(polling);
      clearTimeout(gathering);
      for (const watcher of watchers) watcher.close();
      journals.close();
    }
  };
}
function watch(folder, changed) {
  try {
    const watcher = fs20.watch(folder, (_kind, name) => {
      if (!name || /^(?!events).*\.jsonl$/.test(name)) changed();
    });
    watcher.on("error", () => watcher.close());
    return [watcher];
  } catch {
    return [];
  }
}
var GATHER_MS, REST, POLL_MS2;
var init_events = __esm({
  "js-shim/serve/events.js"() {
    "use strict";
    init_event_log();
    init_journal_news();
    GATHER_MS = { least: 15, most: 500 };
    REST = 100;
    POLL_MS2 = 5e3;
  }
});

// js-shim/serve/opencode-known.js
import { randomUUID as randomUUID2 } from "node:crypto";
import fs21 from "node:fs";
import path14 from "node:path";
import { isAlive as isAlive3, ownerHere as ownerHere3, processStart as processStart3 } from "../js-shim/files.js";
function knowOpenCode(dir) {
  const me = ownerHere3(randomUUID2());
  const file = path14.join(dir, "serve", "opencode.json");
  const servers = path14.join(dir, "serve", "servers");
  const own = path14.join(servers, `${me.nonce}.json`);
  for (const folder of [dir, path14.dirname(file), servers]) ensureDir(folder);
  fs21.writeFileSync(own, JSON.stringify(me), { mode: 384 });
  function remember(about) {
    const fresh = `${file}.${process.pid}`;
    fs21.writeFileSync(fresh, JSON.stringify(about), { mode: 384 });
    fs21.renameSync(fresh, file);
    return about;
  }
  function others() {
    const names = fs21.readdirSync(servers).filter((name) => name !== path14.basename(own));
    return names.filter((name) => {
      const lives = isAlive3(parsed2(path14.join(servers, name)), dir);
      if (!lives) fs21.rmSync(path14.join(servers, name), { force: true });
      return lives;
    });
  }
  const known = {
    /** The one that runs, if one does. @returns {Known | null} */
    now() {
      const about = parsed2(file);
      return about?.url && isAlive3(about.process, dir) ? about : null;
    },
    /** The process that a server began to start and, being killed, will not finish. @returns {number | null} */
    abandoned() {
      const about = parsed2(file);
      const isLeft = about && !about.url && isAlive3(about.process, dir) && !isAlive3(about.by, dir);
      return isLeft ? about.process.pid : null;
    },
    /** Whether it is for this server to end it: it has started it, or whoever has is gone. @param {Known} about */
    isOurs(about) {
      if (about.by.nonce === me.nonce) return true;
      if (isAlive3(about.by, dir)) return false;
      remember({ ...about, by: me });
      return true;
    },
    /** Also before it says where it listens: then with an empty `url`. @param {number} pid @param {string} url @param {string} password */
    started(pid, url, password) {
      const start = me.start.replace(/^[^@]*/, processStart3(pid) ?? "");
      return remember({ url, password, process: { pid, start, nonce: me.nonce }, by: me });
    },
    forget: () => fs21.rmSync(file, { force: true }),
    /** This server ends. Whether no other one is left that uses it. */
    leave() {
      fs21.rmSync(own, { force: true });
      return others().length === 0;
    }
  };
  return known;
}
function parsed2(file) {
  try {
    return JSON.parse(fs21.readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
var init_opencode_known = __esm({
  "js-shim/serve/opencode-known.js"() {
    "use strict";
    init_state_dir();
  }
});

// js-shim/serve/opencode-process.js
import { spawn as spawn2 } from "node:child_process";
function spawnOpenCode(folder, password) {
  const program3 = findOpenCode();
  if (!program3)
    throw new Error("OpenCode was not found on the PATH; install it with `npm install -g opencode-ai`");
  const [name, ...before] = programBehind(program3);
  const env = { ...environmentWithHoldfast(folder), OPENCODE_SERVER_PASSWORD: password, PWD: folder };
  return spawn2(name, [...before, "serve", "--hostname", "127.0.0.1", "--port", "0"], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own: Ctrl+C in the terminal is for this command, which then ends it in order.
    detached: process.platform !== "win32"
  });
}
function addressOf(child) {
  return new Promise((resolve, reject) => {
    let said = "";
    const late = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`OpenCode did not start within ${START_MS / 1e3} s`));
    }, START_MS);
    const look = (chunk) => {
      said = (said + chunk).slice(-4e3);
      const [url] = said.match(/http:\/\/[\w.[\]:]+:\d+/) ?? [];
      if (!url) return;
      clearTimeout(late);
      resolve(url);
    };
    child.stdout?.on("data", look);
    child.stderr?.on("data", look);
    child.on("error", reject);
    child.on("exit", (code) => {
      clearTimeout(late);
      reject(new Error(`OpenCode ended with ${code} as it started: ${said.trim().split("\n").at(-1) ?? ""}`));
    });
  });
}
async function askOpenCode({ url, password }, method, where, body) {
  const authorization = `Basic ${Buffer.from(`opencode:${password}`).toString("base64")}`;
  const response = await fetch(url + where, {
    method,
    headers: { "content-type": "application/json", authorization },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(START_MS)
  });
  if (!response.ok) throw new Error(`OpenCode answered ${response.status} to ${method} ${where}`);
  return response.json();
}
var START_MS;
var init_opencode_process = __esm({
  "js-shim/serve/opencode-process.js"() {
    "use strict";
    init_opencode();
    START_MS = 6e4;
  }
});

// js-shim/serve/opencode-server.js
import { randomBytes as randomBytes3 } from "node:crypto";
function createOpenCode(project3, { idleMs, say: say2 }) {
  const known = knowOpenCode(project3.dir);
  let starting = null;
  let ours = null;
  let busyAt = Date.now();
  function start() {
    const password = randomBytes3(24).toString("base64url");
    const abandoned = known.abandoned();
    if (abandoned !== null) watchTree(abandoned).signal("SIGTERM");
    const child = spawnOpenCode(project3.root, password);
    if (child.pid) known.started(child.pid, "", password);
    const about = addressOf(child).then((url) => {
      say2(`OpenCode was started for ${project3.root} (pid ${child.pid}).`);
      return known.started(child.pid ?? 0, url, password);
    });
    starting = { about, pid: child.pid };
    const done = () => {
      starting = null;
    };
    about.then(done, done);
    return about;
  }
  async function createSession(about) {
    const body = { title: "holdfast serve", permission: UNATTENDED };
    const session = (
      /** @type {{ id: string }} */
      await askOpenCode(about, "POST", "/session", body)
    );
    return session.id;
  }
  function end(pid) {
    known.forget();
    ours = null;
    watchTree(pid).signal("SIGTERM");
  }
  const server = {
    /** Makes sure that one runs. @returns {Promise<Known>} */
    async ensure() {
      busyAt = Date.now();
      return known.now() ?? starting?.about ?? start();
    },
    /** The session for tasks that name none: one for many, until it has had enough of them. @returns {Promise<string>} */
    async session() {
      const about = await server.ensure();
      const { pid } = about.process;
      if (ours?.of === pid) {
        const view = project3.session(await ours.root);
        if (!view || view.tasks.length < TASKS_PER_SESSION) return ours.root;
      }
      const root = createSession(about);
      ours = { of: pid, root };
      root.catch(() => {
        ours = null;
      });
      return root;
    },
    /** Tells it to look at a journal. @param {string} session */
    async touch(session) {
      const properties = { command: `holdfast.journal:${session}` };
      const about = await server.ensure();
      await askOpenCode(about, "POST", "/tui/publish", { type: "tui.command.execute", properties });
    },
    state() {
      if (starting) return { state: "starting", pid: null };
      const pid = known.now()?.process.pid ?? null;
      return { state: pid === null ? "none" : "running", pid };
    },
    /** Ends it when it has had nothing to do for a while. */
    look() {
      const about = known.now();
      if (starting || !about || !known.isOurs(about)) return;
      if (project3.isBusy() || project3.drafts.all().some(isOnItsWay)) busyAt = Date.now();
      if (Date.now() - busyAt < idleMs) return;
      say2(`OpenCode of ${project3.root} was idle and is ended (pid ${about.process.pid}).`);
      end(about.process.pid);
    },
    /** This server ends: so does the OpenCode, unless another server uses it. @returns {number} the tasks that were at work in it */
    stop() {
      const isLast = known.leave();
      const pid = starting ? starting.pid : known.now()?.process.pid;
      if (!isLast || pid === void 0) return 0;
      const tasks = project3.sessions().flatMap(({ alive, tasks: tasks2 }) => alive ? tasks2 : []);
      end(pid);
      return tasks.filter(({ status: status2 }) => status2 === "running").length;
    }
  };
  return server;
}
function isOnItsWay({ executed, placed, refused }) {
  return executed !== null && placed === null && refused === null;
}
var TASKS_PER_SESSION, UNATTENDED;
var init_opencode_server = __esm({
  "js-shim/serve/opencode-server.js"() {
    "use strict";
    init_processes();
    init_opencode_known();
    init_opencode_process();
    TASKS_PER_SESSION = 200;
    UNATTENDED = [{ permission: "question", pattern: "*", action: "deny" }];
  }
});

// js-shim/serve/drafts.js
import fs22 from "node:fs";
import path15 from "node:path";
function createDrafts({ id: project3, dir, session }) {
  const folder = path15.join(dir, "serve");
  const file = path15.join(folder, "created.jsonl");
  let drafts = /* @__PURE__ */ new Map();
  let known = { ino: 0n, offset: 0 };
  function read() {
    const stat = fs22.statSync(file, { bigint: true, throwIfNoEntry: false });
    if (!stat) return drafts;
    if (stat.ino !== known.ino) {
      drafts = /* @__PURE__ */ new Map();
      known = { ino: stat.ino, offset: 0 };
    }
    if (Number(stat.size) === known.offset) return drafts;
    const fd = fs22.openSync(file, "r");
    try {
      const { text: text2, end } = readLines(fd, known.offset);
      known.offset = end;
      foldDrafts(drafts, text2);
    } finally {
      fs22.closeSync(fd);
    }
    return drafts;
  }
  function append2(what) {
    ensureDir(dir);
    ensureDir(folder);
    appendLines(file, `${JSON.stringify({ v: 1, t: Date.now(), what })}
`);
    read();
  }
  function refusalOf3({ task, placed, refused }) {
    if (refused !== null || placed === null) return refused;
    const answer = answerTo(task, placed);
    return answer !== void 0 && !WAS_LAUNCHED.test(answer) ? answer : null;
  }
  const answerTo = (task, root) => session(root)?.answers.find(([request]) => request === requestOf(task))?.[1];
  function isLaunched({ task, executed, placed, gone }) {
    if (gone) return true;
    if (placed === null || executed === null) return false;
    return WAS_LAUNCHED.test(answerTo(task, placed) ?? "") || Date.now() - executed > LONGEST_MS2;
  }
  function statusOf(draft) {
    if (draft.discarded !== null) return "cancelled";
    if (draft.executed === null) return "created";
    return refusalOf3(draft) === null ? "starting" : "failed";
  }
  function taskOf(draft) {
    const { task, description, prompt, agent, root, placed, t, discarded } = draft;
    const about = {
      id: task,
      project: project3,
      root: placed ?? root ?? "",
      description,
      prompt,
      agent: agent ?? "general"
    };
    const status2 = statusOf(draft);
    const error = status2 === "failed" ? refusalOf3(draft) : null;
    return { ...EMPTY, ...about, status: status2, queued: t, ended: discarded, error };
  }
  return {
    file,
    /** @param {string} task */
    get: (task) => read().get(task),
    all: () => [...read().values()],
    /** @param {string} task as one that is in no journal of a session */
    task(task) {
      const draft = read().get(task);
      return draft && !isLaunched(draft) ? taskOf(draft) : void 0;
    },
    /** Those that are in no journal of a session. */
    tasks: () => [...read().values()].filter((draft) => !isLaunched(draft)).map(taskOf),
    /** @param {Created} created */
    create: (created) => append2({ created }),
    /** @param {string} task */
    execute: (task) => append2({ executed: { task } }),
    /** Names the session whose queue it goes to; the first name counts. @param {string} task @param {string} root @returns {string} */
    place(task, root) {
      append2({ placed: { task, root } });
      return read().get(task)?.placed ?? root;
    },
    /** @param {string} task */
    discard: (task) => append2({ discarded: { task } }),
    /** It is in a session's journal now, or was deleted. @param {string} task */
    remove: (task) => append2({ gone: { task } }),
    /** @param {string} task @param {string} text why it could not be started */
    refuse: (task, text2) => append2({ refused: { task, text: text2 } })
  };
}
function foldDrafts(drafts, text2) {
  for (const line of text2.split("\n")) {
    const record = parse3(line);
    if (!record) continue;
    const { t, event, fields } = record;
    const draft = drafts.get(fields.task);
    if (event === "created" && !draft && typeof fields.task === "string")
      drafts.set(fields.task, draftOf(t, fields));
    if (!draft) continue;
    if (event === "executed") Object.assign(draft, { executed: t, refused: null });
    if (event === "placed") draft.placed ??= fields.root;
    if (event === "discarded") draft.discarded ??= t;
    if (event === "gone") draft.gone = true;
    if (event === "refused") draft.refused = String(fields.text);
  }
}
function draftOf(t, { task, description, prompt, agent = null, root = null, request = "" }) {
  const later = { executed: null, placed: null, discarded: null, refused: null, gone: false };
  return { task, description: String(description), prompt: String(prompt), agent, root, request, t, ...later };
}
function parse3(line) {
  try {
    const { v, t, what } = JSON.parse(line);
    const [[event, fields]] = Object.entries(what);
    return v === 1 && Number.isFinite(t) && typeof fields === "object" && fields !== null ? { t, event, fields } : null;
  } catch {
    return null;
  }
}
var WAS_LAUNCHED, LONGEST_MS2, requestOf, EMPTY;
var init_drafts = __esm({
  "js-shim/serve/drafts.js"() {
    "use strict";
    init_journal_file();
    init_state_dir();
    WAS_LAUNCHED = /; \/background lists it\.$|was launched already/;
    LONGEST_MS2 = 24 * 36e5;
    requestOf = (task) => `launch-${task}`;
    EMPTY = {
      session: null,
      model: null,
      origin: (
        /** @type {const} */
        "user"
      ),
      follows: null,
      continued_by: null,
      place: null,
      started: null,
      run_time: 0,
      steps: 0,
      tool_calls: 0,
      tokens: 0,
      cost: 0,
      tool: null,
      activity: [],
      asking: null,
      result: "",
      leftovers: [],
      delivered: false,
      viewed: false,
      resumable: false
    };
  }
});

// js-shim/serve/limits.js
function limitsOf(layers) {
  let limits = { default: DEFAULT };
  for (const { text: text2 } of layers) {
    const given = concurrencyIn(text2);
    if (Number.isInteger(given)) limits = { default: given };
    else if (typeof given === "object" && given !== null) limits = { default: DEFAULT, ...given };
  }
  return limits;
}
function concurrencyIn(text2) {
  try {
    return JSON.parse(text2)?.tasks?.concurrency;
  } catch {
    return void 0;
  }
}
var DEFAULT;
var init_limits = __esm({
  "js-shim/serve/limits.js"() {
    "use strict";
    DEFAULT = 3;
  }
});

// js-shim/serve/project.js
import path16 from "node:path";
import { isAlive as isAlive4, journalRoots as journalRoots4 } from "../js-shim/files.js";
function serveProject(directory) {
  const project3 = openProject(directory);
  const id = path16.basename(project3.dir);
  const folded = /* @__PURE__ */ new Map();
  const rootOf = /* @__PURE__ */ new Map();
  function session(root) {
    const stat = isSessionId(root) ? statOf(project3.dir, root) : void 0;
    if (!stat) {
      folded.delete(root);
      return void 0;
    }
    const stamp = `${stat.ino} ${stat.size} ${stat.mtimeMs}`;
    const before = folded.get(root);
    const now = Date.now();
    if (before?.stamp === stamp) {
      if (now - before.lookedAt < ALIVE_MS) return before.session;
      before.lookedAt = now;
      if (before.session.alive === isAlive4(before.session.owner, project3.dir)) return before.session;
    }
    const fresh = project3.session(root);
    if (!fresh) return void 0;
    folded.set(root, { stamp, at: now, lookedAt: now, session: fresh });
    for (const { id: id2 } of fresh.tasks) rootOf.set(id2, root);
    return fresh;
  }
  function told(task) {
    const { age: _age, mark: _mark, section: _section, ...rest } = task;
    const since = folded.get(task.root)?.at ?? Date.now();
    const more = task.status === "running" ? Date.now() - since : 0;
    return { ...rest, run_time: task.run_time + more, project: id };
  }
  function launched(id2) {
    const known = rootOf.get(id2);
    const inKnown = known === void 0 ? void 0 : session(known)?.tasks.find((task) => task.id === id2);
    if (inKnown) return inKnown;
    return served.sessions().flatMap(({ tasks }) => tasks.find((task) => task.id === id2) ?? [])[0];
  }
  const served = {
    id,
    root: project3.root,
    dir: project3.dir,
    name: path16.basename(project3.root),
    problems: project3.problems,
    limits: () => limitsOf(project3.layers),
    session,
    /** Every session with a journal. @returns {SessionView[]} */
    sessions: () => journalRoots4(project3.dir).flatMap((root) => session(root) ?? []),
    /** Every task: those of the journals, and those that nobody has executed yet. @returns {Task[]} */
    tasks() {
      const known = served.sessions().flatMap(({ tasks }) => tasks.map(told));
      const ids = new Set(known.map((task) => task.id));
      return [...known, ...drafts.tasks().filter((task) => !ids.has(task.id))];
    },
    /** @param {string} id @returns {Task | undefined} */
    task(id2) {
      const task = launched(id2);
      return task ? told(task) : drafts.task(id2);
    },
    /** Whether a session's journal has it. @param {string} id */
    isLaunched: (id2) => launched(id2) !== void 0,
    /** When a session's journal last changed. */
    changed: project3.changed,
    /** The session whose tasks somebody works on, used last. @returns {SessionView | undefined} */
    live() {
      const living = served.sessions().filter(({ alive, newer }) => alive && !newer);
      return living.sort((a, b) => project3.changed(b.root) - project3.changed(a.root))[0];
    },
    /** Whether anything is at work or waits for a slot. */
    isBusy: () => served.sessions().some(({ alive, tasks }) => alive && tasks.some(({ ended }) => ended === null)),
    stats: remembered(() => project3.view().stats, STATS_MS)
  };
  const drafts = createDrafts(served);
  return { ...served, drafts };
}
function remembered(make, ms) {
  let last = null;
  return () => {
    if (!last || Date.now() - last.at > ms) last = { value: make(), at: Date.now() };
    return last.value;
  };
}
var ALIVE_MS, STATS_MS;
var init_project2 = __esm({
  "js-shim/serve/project.js"() {
    "use strict";
    init_project();
    init_resting();
    init_drafts();
    init_limits();
    ALIVE_MS = 1e3;
    STATS_MS = 1e3;
  }
});

// js-shim/serve/requests.js
import { createHash as createHash3, randomUUID as randomUUID3 } from "node:crypto";
import { setTimeout as sleep3 } from "node:timers/promises";
import { appendJournal as appendJournal2, journalPath as journalPath7, ownerHere as ownerHere4, readText as readText7 } from "../js-shim/files.js";
import { load as load3 } from "../js-shim/load.js";
function requestId(key2, ...about) {
  return key2 === null ? randomUUID3() : `key-${digest2([key2, ...about])}`;
}
function digest2(words) {
  return createHash3("sha256").update(JSON.stringify(words)).digest("hex").slice(0, 32);
}
function createRequests(project3, opencode) {
  function append2(root, request, ask2) {
    appendJournal2(project3.dir, root, load3().askLine(
      request,
      /** @type {any} */
      ask2,
      Date.now()
    ));
  }
  const answerTo = (root, request) => project3.session(root)?.answers.find(([id]) => id === request)?.[1] ?? null;
  async function answered(root, request) {
    for (const until = Date.now() + PATIENCE_MS3; Date.now() < until; await sleep3(POLL_MS3)) {
      const answer = answerTo(root, request);
      if (answer !== null) return answer;
    }
    return null;
  }
  function offline2(root, request, ask2) {
    const text2 = readText7(journalPath7(project3.dir, root)) ?? "";
    const done = load3().offline(
      text2,
      request,
      /** @type {any} */
      ask2,
      ownerHere4(request),
      Date.now()
    );
    if (done.append) appendJournal2(project3.dir, root, done.append);
    return done.answer;
  }
  const requests = {
    /**
     * Asks, and waits a little for the answer: null where it has not come yet.
     * @param {string} root @param {string} request @param {Ask} ask
     * @returns {Promise<string | null>}
     */
    async ask(root, request, ask2) {
      const session = project3.session(root);
      if (!session) throw new Problem("not-found", `There is no session ${root} with background tasks.`);
      if (session.newer) throw new Problem("conflict", session.problems.join(" "));
      const before = answerTo(root, request);
      if (before !== null) return before;
      if (!session.alive && isDoneHere(ask2)) return offline2(root, request, ask2);
      if (!session.waiting.includes(request)) append2(root, request, ask2);
      if (session.alive) return answered(root, request);
      await requests.wake(root, request, ask2);
      return answered(root, request);
    },
    /** Leaves a request in a journal, which may be new. @param {string} root @param {string} request @param {Ask} ask */
    leave: append2,
    /**
     * Has an OpenCode look at a journal. What it finds there when it starts is old to it: a request
     * that is written once more, as the same one, is not.
     * @param {string} root @param {string} request @param {Ask} ask
     */
    async wake(root, request, ask2) {
      await opencode.ensure();
      append2(root, request, ask2);
      await opencode.touch(root);
    }
  };
  return requests;
}
function isDoneHere(ask2) {
  return ask2 === "cancel_all" || typeof ask2 === "object" && "cancel" in ask2;
}
var POLL_MS3, PATIENCE_MS3;
var init_requests = __esm({
  "js-shim/serve/requests.js"() {
    "use strict";
    init_problem();
    POLL_MS3 = 25;
    PATIENCE_MS3 = 5e3;
  }
});

// js-shim/serve/work.js
import { randomUUID as randomUUID4 } from "node:crypto";
function createWork(project3, opencode) {
  const requests = createRequests(project3, opencode);
  const { drafts } = project3;
  function taskOf(id) {
    const task = project3.task(id);
    if (!task) throw new Problem("not-found", `There is no task ${id}; it may have been forgotten.`);
    return task;
  }
  async function start(id) {
    try {
      const draft = drafts.get(id);
      if (!draft) return;
      const root = drafts.place(id, draft.placed ?? await rootFor(draft));
      await launch(draft, root);
    } catch (error) {
      drafts.refuse(id, `The task could not be started: ${reasonOf(error)}.`);
    }
  }
  async function rootFor({ root }) {
    return root ?? project3.live()?.root ?? opencode.session();
  }
  async function launch({ task, description, prompt, agent }, root) {
    const ask2 = { launch: { description, prompt, agent, task } };
    const session = project3.session(root);
    if (!session) requests.leave(root, `stop-${root}`, "stop");
    requests.leave(root, requestOf(task), ask2);
    if (!session?.alive) await requests.wake(root, requestOf(task), ask2);
  }
  async function askOf(id, key2, verb, ask2) {
    const { root } = taskOf(id);
    const message = await requests.ask(root, requestId(key2, verb, id), ask2);
    return { task: project3.task(id) ?? null, message };
  }
  const work2 = {
    /** @param {NewTask} given @param {string | null} key @returns {{ id: string, fresh: boolean }} */
    create({ prompt, description, agent, root, execute }, key2) {
      if (root !== void 0 && (!isSessionId(root) || !project3.session(root)))
        throw new Problem("not-found", `There is no session ${root} with background tasks; leave root out.`);
      const request = digest2([prompt, description ?? "", agent ?? "", root ?? "", String(execute ?? false)]);
      const id = idFor(key2 ?? randomUUID4());
      const known = drafts.get(id);
      if (known && known.request !== request)
        throw new Problem("key-reused", "This Idempotency-Key was used for another task; take a fresh one.");
      if (!known) {
        const short2 = description ?? prompt.trim().split(/\s+/).slice(0, DESCRIPTION_WORDS).join(" ");
        drafts.create({
          task: id,
          description: short2,
          prompt,
          agent: agent ?? null,
          root: root ?? null,
          request
        });
      }
      if (execute && project3.task(id)?.status === "created") work2.execute(id);
      return { id, fresh: !known };
    },
    /** Begins it, and returns at once: what becomes of it is told by its status. @param {string} id */
    execute(id) {
      const draft = drafts.get(id);
      const { status: status2 } = taskOf(id);
      const again = status2 === "created" || status2 === "failed" && draft !== void 0 && !project3.isLaunched(id);
      if (again) {
        drafts.execute(id);
        void start(id);
        return;
      }
      if (status2 === "starting" || status2 === "pending" || status2 === "running") return;
      const hint = status2 === "completed" ? "create another one" : "use its retry";
      throw new Problem("conflict", `${id} is ${status2}; ${hint}.`);
    },
    /** @param {string} id @param {string | null} key */
    async cancel(id, key2) {
      const task = taskOf(id);
      if (!project3.isLaunched(id)) {
        if (task.status === "cancelled") throw new Problem("conflict", `${id} is cancelled already.`);
        drafts.discard(id);
        return { task: taskOf(id), message: `${id} will not be started.` };
      }
      if (task.ended !== null) throw new Problem("conflict", `${id} is ${task.status} already.`);
      return askOf(id, key2, "cancel", { cancel: { task: id } });
    },
    /** @param {string} id @param {string | null} key @param {boolean} retry */
    async resume(id, key2, retry) {
      const task = taskOf(id);
      if (!project3.isLaunched(id) && retry && task.status === "failed") {
        work2.execute(id);
        return { task: taskOf(id), message: "It is started once more." };
      }
      const verb = retry ? "retry" : "resume";
      if (task.continued_by)
        return { task: taskOf(task.continued_by), message: `${id} was taken up already.` };
      if (!task.resumable)
        throw new Problem(
          "conflict",
          `${id} is ${task.status}; only failed and interrupted tasks can ${verb}.`
        );
      const done = await askOf(id, key2, verb, { resume: { task: id, ...retry && { retry } } });
      return { ...done, task: project3.task(project3.task(id)?.continued_by ?? id) ?? null };
    },
    /** @param {string} id @param {string | null} key @param {string} text */
    async message(id, key2, text2) {
      if (!project3.isLaunched(id))
        throw new Problem("conflict", `${id} has not started; it takes no messages yet.`);
      const done = await askOf(id, key2, "message", { message: { task: id, text: text2 } });
      return { ...done, task: project3.task(project3.task(id)?.continued_by ?? id) ?? null };
    },
    /** @param {string} id @param {string | null} key */
    async remove(id, key2) {
      const task = taskOf(id);
      if (!project3.isLaunched(id)) {
        if (task.status === "starting")
          throw new Problem("conflict", `${id} is being started; cancel it first.`);
        drafts.remove(id);
        return;
      }
      if (task.status === "running" || task.status === "pending")
        throw new Problem("conflict", `${id} is ${task.status}; cancel it first.`);
      const { message } = await askOf(id, key2, "delete", { forget: { task: id } });
      if (project3.task(id)) throw new Problem("conflict", message ?? "OpenCode has not answered; try again.");
    },
    /** @param {string} root @param {string | null} key */
    async stop(root, key2) {
      return { message: await requests.ask(root, requestId(key2, "stop", root), "stop") };
    },
    /** A halted queue goes on, and so do automatic prompts. @param {string} root @param {string | null} key */
    async go(root, key2) {
      const session = project3.session(root);
      const lifted = session?.halted ? await requests.ask(root, requestId(key2, "lift", root), { resume: { task: null } }) : null;
      const go = session && !session.stopped ? lifted : null;
      return { message: go ?? await requests.ask(root, requestId(key2, "go", root), "continue") };
    },
    /** @param {string} root @param {string | null} key */
    async cancelAll(root, key2) {
      return { message: await requests.ask(root, requestId(key2, "cancel", root), "cancel_all") };
    },
    /** @param {string} root @param {string | null} key */
    async clear(root, key2) {
      return { message: await requests.ask(root, requestId(key2, "clear", root), "clear") };
    },
    /** What a `holdfast serve` that ended had promised. */
    resumeWork() {
      for (const { id, status: status2 } of drafts.tasks())
        if (status2 === "starting" && !project3.isLaunched(id)) void start(id);
    }
  };
  return work2;
}
function idFor(key2) {
  const number = BigInt(`0x${digest2(["task", key2])}`);
  return `bg_${number.toString(36).slice(0, 12)}`;
}
var DESCRIPTION_WORDS;
var init_work = __esm({
  "js-shim/serve/work.js"() {
    "use strict";
    init_complaint();
    init_project();
    init_drafts();
    init_problem();
    init_requests();
    DESCRIPTION_WORDS = 5;
  }
});

// js-shim/serve/served.js
var served_exports = {};
__export(served_exports, {
  createProjects: () => createProjects
});
function createProjects(directories, options) {
  const all = directories.map((directory) => serve(directory, options));
  const unique = all.filter((one, at) => all.findIndex(({ project: project3 }) => project3.id === one.project.id) === at);
  return {
    all: unique,
    /** Looks at nothing any more. */
    close() {
      for (const { events } of all) events.close();
    },
    /** @param {string | undefined} id @returns {Served} */
    named(id) {
      if (id === void 0 && unique.length === 1) return unique[0];
      const found = unique.find(({ project: project3 }) => project3.id === id);
      if (found) return found;
      const ids = unique.map(({ project: project3 }) => project3.id).join(", ");
      if (id === void 0) throw new Problem("bad-request", `Name the project: it is one of ${ids}.`);
      throw new Problem("not-found", `There is no such project here; there are ${ids}.`);
    },
    /** @param {string} id @returns {Served} */
    ofTask(id) {
      const found = unique.find(({ project: project3 }) => project3.task(id));
      if (!found)
        throw new Problem("not-found", `There is no task ${id.slice(0, 100)}; it may have been forgotten.`);
      return found;
    },
    /** @param {string} root @returns {Served} */
    ofSession(root) {
      const found = unique.find(({ project: project3 }) => project3.sessions().some((session) => session.root === root));
      if (!found)
        throw new Problem("not-found", `There is no session ${root.slice(0, 130)} with background tasks.`);
      return found;
    },
    /** A session, or the task that works in it. @param {string} id @returns {{ served: Served, task: string | null }} */
    withSession(id) {
      for (const served of unique) {
        const task = served.project.tasks().find(({ session }) => session === id);
        if (task) return { served, task: task.id };
      }
      return { served: unique.find(({ project: project3 }) => project3.session(id)) ?? this.ofSession(id), task: null };
    }
  };
}
function serve(directory, options) {
  const project3 = serveProject(directory);
  const opencode = createOpenCode(project3, options);
  const events = followProject(project3, options);
  return { project: project3, opencode, events, work: createWork(project3, opencode) };
}
var init_served = __esm({
  "js-shim/serve/served.js"() {
    "use strict";
    init_events();
    init_opencode_server();
    init_problem();
    init_project2();
    init_work();
  }
});

// node_modules/@hono/node-server/dist/constants-BLSFu_RU.mjs
var X_ALREADY_SENT;
var init_constants_BLSFu_RU = __esm({
  "node_modules/@hono/node-server/dist/constants-BLSFu_RU.mjs"() {
    X_ALREADY_SENT = "x-hono-already-sent";
  }
});

// node_modules/hono/dist/helper/websocket/index.js
var defineWebSocketHelper;
var init_websocket = __esm({
  "node_modules/hono/dist/helper/websocket/index.js"() {
    defineWebSocketHelper = (handler) => {
      return ((...args) => {
        if (typeof args[0] === "function") {
          const [createEvents, options] = args;
          return async function upgradeWebSocket2(c, next) {
            const result = await handler(c, await createEvents(c), options);
            if (result) return result;
            await next();
          };
        } else {
          const [c, events, options] = args;
          return (async () => {
            const upgraded = await handler(c, events, options);
            if (!upgraded) throw new Error("Failed to upgrade WebSocket");
            return upgraded;
          })();
        }
      });
    };
  }
});

// node_modules/@hono/node-server/dist/index.mjs
import { STATUS_CODES, ServerResponse, createServer } from "node:http";
import { Http2ServerRequest, constants } from "node:http2";
import { Readable } from "node:stream";
async function readWithoutBlocking(readPromise) {
  return Promise.race([readPromise, Promise.resolve().then(() => Promise.resolve(void 0))]);
}
function writeFromReadableStreamDefaultReader(reader, writable, currentReadPromise) {
  const cancel2 = (error) => {
    reader.cancel(error).catch(() => {
    });
  };
  const stream = writable.stream;
  if (writable.destroyed || stream?.closed || stream?.destroyed) {
    cancel2();
    return reader.closed;
  }
  writable.on("close", cancel2);
  writable.on("error", cancel2);
  (currentReadPromise ?? reader.read()).then(flow, handleStreamError);
  return reader.closed.finally(() => {
    writable.off("close", cancel2);
    writable.off("error", cancel2);
  });
  function handleStreamError(error) {
    if (error) writable.destroy(error);
  }
  function onDrain() {
    reader.read().then(flow, handleStreamError);
  }
  function flow({ done, value }) {
    try {
      if (done) writable.end();
      else if (!writable.write(value)) writable.once("drain", onDrain);
      else reader.read().then(flow, handleStreamError);
    } catch (e) {
      handleStreamError(e);
    }
  }
}
function writeFromReadableStream(stream, writable) {
  if (stream.locked) throw new TypeError("ReadableStream is locked.");
  else if (writable.destroyed) {
    stream.cancel().catch(() => {
    });
    return;
  }
  return writeFromReadableStreamDefaultReader(stream.getReader(), writable);
}
var RequestError, nonJoinedHeaders, validHeaderName, isHttpWhitespace, normalizeHeaderValue, forbiddenHeaderValue, GlobalHeaders, materializeHeaders, RequestHeaders, newHeadersFromIncoming, reValidRequestUrl, reDotSegment, reValidHost, validateRequestTarget, buildUrl, toRequestError, GlobalRequest, Request$1, wrapBodyStream, byteExactEncodings, isByteExactEncoding, bodyBufferedBeforeDisconnectKey, bodyBufferedLengthBeforeDisconnectKey, toBufferChunk, isRecoverableDisconnectedIncoming, recordBodyBufferedBeforeDisconnect, readBodyBufferedBeforeDisconnect, enqueueBufferedBody, newRequestFromIncoming, getRequestCache, requestCache, incomingKey, urlKey, methodKey, headersKey, abortControllerKey, getAbortController, abortRequest, bodyBufferKey, bodyReadPromiseKey, bodyConsumedDirectlyKey, bodyLockReaderKey, abortReasonKey, newBodyUnusableError, rejectBodyUnusable, textDecoder, consumeBodyDirectOnce, toArrayBuffer, contentType, methodTokenRegExp, normalizeIncomingMethod, validateDirectReadMethod, readBodyWithFastPath, readRawBodyIfAvailable, normalizeAbortError, readBodyDirect, requestPrototype, newRequest, defaultContentType, responseCache, getResponseCache, cacheKey, GlobalResponse, Response$1, validRedirectUrl, parseRedirectUrl, validRedirectStatuses, buildOutgoingHttpHeaders, outgoingEnded, incomingDraining, DRAIN_TIMEOUT_MS, MAX_DRAIN_BYTES, drainIncoming, makeCloseHandler, isImmediateCacheableResponse, handleRequestError, handleFetchError, handleResponseError, flushHeaders, trySetContentLength, writeDefaultHeaders, responseViaCache, isPromise, responseViaResponseObject, getRequestListener, CloseEvent, ErrorEvent, generateConnectionSymbol, CONNECTION_SYMBOL_KEY, WAIT_FOR_WEBSOCKET_SYMBOL, responseHeadersToSkip, appendResponseHeaders, rejectUpgradeRequest, createUpgradeRequest, setupWebSocket, upgradeWebSocket, createAdaptorServer, serve2;
var init_dist = __esm({
  "node_modules/@hono/node-server/dist/index.mjs"() {
    init_constants_BLSFu_RU();
    init_websocket();
    RequestError = class extends Error {
      constructor(message, options) {
        super(message, options);
        this.name = "RequestError";
      }
    };
    nonJoinedHeaders = /* @__PURE__ */ new Set([
      "age",
      "authorization",
      "content-length",
      "content-type",
      "etag",
      "expires",
      "from",
      "host",
      "if-modified-since",
      "if-unmodified-since",
      "last-modified",
      "location",
      "max-forwards",
      "proxy-authorization",
      "referer",
      "retry-after",
      "server",
      "user-agent"
    ]);
    validHeaderName = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/;
    isHttpWhitespace = (code) => code === 9 || code === 10 || code === 13 || code === 32;
    normalizeHeaderValue = (value) => {
      if (!isHttpWhitespace(value.charCodeAt(0)) && !isHttpWhitespace(value.charCodeAt(value.length - 1))) return value;
      let start = 0;
      let end = value.length;
      while (start < end && isHttpWhitespace(value.charCodeAt(start))) start++;
      while (end > start && isHttpWhitespace(value.charCodeAt(end - 1))) end--;
      return value.slice(start, end);
    };
    forbiddenHeaderValue = /[\0\r\n]/;
    GlobalHeaders = globalThis.Headers;
    materializeHeaders = (rawHeaders, HeadersCtor = GlobalHeaders) => {
      const headers = new HeadersCtor();
      for (let i = 0; i < rawHeaders.length; i += 2) {
        const name = rawHeaders[i];
        if (!name.startsWith(":")) headers.append(name, rawHeaders[i + 1]);
      }
      return headers;
    };
    RequestHeaders = class {
      #incoming;
      #rawHeaders;
      #headers;
      #invalidValue;
      constructor(incoming) {
        this.#incoming = incoming;
        if (incoming instanceof Http2ServerRequest) this.#rawHeaders = incoming.rawHeaders.slice();
      }
      get #lazyRawHeaders() {
        return this.#rawHeaders ??= this.#incoming.rawHeaders.slice();
      }
      get #native() {
        if (!this.#headers) {
          this.#headers = materializeHeaders(this.#lazyRawHeaders);
          this.#rawHeaders = void 0;
        }
        return this.#headers;
      }
      #normalizedName(name) {
        if (typeof name !== "string") return;
        if (!validHeaderName.test(name)) throw new TypeError(`Invalid header name: ${name}`);
        return name.toLowerCase();
      }
      #lookupHttp1(lowerName) {
        const headers = this.#incoming instanceof Http2ServerRequest ? void 0 : this.#incoming.headers;
        if (!headers || nonJoinedHeaders.has(lowerName) || lowerName === "set-cookie" || lowerName === "__proto__") return;
        if (!Object.hasOwn(headers, lowerName)) return null;
        const rawValue = headers[lowerName];
        if (typeof rawValue === "string") {
          const value = normalizeHeaderValue(rawValue);
          return forbiddenHeaderValue.test(value) ? void 0 : value;
        }
      }
      #lookup(rawHeaders, lowerName) {
        const separator = lowerName === "cookie" ? "; " : ", ";
        let value = null;
        for (let i = 0; i < rawHeaders.length; i += 2) {
          const rawName = rawHeaders[i];
          if (rawName.length === lowerName.length && rawName.toLowerCase() === lowerName) {
            const rawValue = normalizeHeaderValue(rawHeaders[i + 1]);
            if (forbiddenHeaderValue.test(rawValue)) {
              this.#invalidValue = true;
              return;
            }
            value = value === null ? rawValue : value + separator + rawValue;
          }
        }
        return value;
      }
      append(name, value) {
        this.#native.append(name, value);
      }
      delete(name) {
        this.#native.delete(name);
      }
      get(name) {
        const lowerName = this.#normalizedName(name);
        if (lowerName && !this.#headers && !this.#invalidValue) {
          const http1Value = this.#lookupHttp1(lowerName);
          if (http1Value !== void 0) return http1Value;
          const value = this.#lookup(this.#lazyRawHeaders, lowerName);
          if (value !== void 0) return value;
        }
        return this.#native.get(name);
      }
      has(name) {
        const lowerName = this.#normalizedName(name);
        if (lowerName && !this.#headers && !this.#invalidValue) {
          const http1Value = this.#lookupHttp1(lowerName);
          if (http1Value !== void 0) return http1Value !== null;
          const value = this.#lookup(this.#lazyRawHeaders, lowerName);
          if (value !== void 0) return value !== null;
        }
        return this.#native.has(name);
      }
      set(name, value) {
        this.#native.set(name, value);
      }
      getSetCookie() {
        return this.#native.getSetCookie();
      }
      keys() {
        return this.#native.keys();
      }
      values() {
        return this.#native.values();
      }
      entries() {
        return this.#native.entries();
      }
      forEach(callback, thisArg) {
        this.#native.forEach((value, key2) => {
          callback.call(thisArg, value, key2, this);
        });
      }
      [Symbol.iterator]() {
        return this.entries();
      }
    };
    Object.defineProperty(RequestHeaders.prototype, /* @__PURE__ */ Symbol.for("nodejs.util.inspect.custom"), { value: function(depth, options, inspectFn) {
      return `Headers (lightweight) ${inspectFn(Object.fromEntries(this), {
        ...options,
        depth: depth == null ? null : depth - 1
      })}`;
    } });
    Object.setPrototypeOf(RequestHeaders.prototype, GlobalHeaders.prototype);
    newHeadersFromIncoming = (incoming) => globalThis.Headers === GlobalHeaders ? new RequestHeaders(incoming) : materializeHeaders(incoming.rawHeaders, globalThis.Headers);
    reValidRequestUrl = /^\/[!#$&-;=?-\[\]_a-z~]*$/;
    reDotSegment = /\/\.\.?(?:[/?#]|$)/;
    reValidHost = /^[a-z0-9._-]+(?::(?:[1-5]\d{3,4}|[6-9]\d{3}))?$/;
    validateRequestTarget = (target) => {
      const backslash = target.indexOf("\\");
      if (backslash !== -1) {
        const query = target.indexOf("?");
        if (query === -1 || backslash < query) throw new RequestError("Backslash in request path");
      }
    };
    buildUrl = (scheme, host, incomingUrl) => {
      const url = `${scheme}://${host}${incomingUrl}`;
      if (!reValidHost.test(host)) {
        validateRequestTarget(incomingUrl);
        const urlObj = new URL(url);
        if (urlObj.hostname.length !== host.length && urlObj.hostname !== (host.includes(":") ? host.replace(/:\d+$/, "") : host).toLowerCase()) throw new RequestError("Invalid host header");
        return urlObj.href;
      } else if (incomingUrl.length === 0) return url + "/";
      else {
        if (incomingUrl.charCodeAt(0) !== 47) throw new RequestError("Invalid URL");
        if (!reValidRequestUrl.test(incomingUrl) || reDotSegment.test(incomingUrl)) {
          validateRequestTarget(incomingUrl);
          return new URL(url).href;
        }
        return url;
      }
    };
    toRequestError = (e) => {
      if (e instanceof RequestError) return e;
      return new RequestError(e.message, { cause: e });
    };
    GlobalRequest = global.Request;
    Request$1 = class extends GlobalRequest {
      constructor(input, options) {
        if (typeof input === "object" && getRequestCache in input) {
          const hasReplacementBody = options !== void 0 && "body" in options && options.body != null;
          if (input[bodyConsumedDirectlyKey] && !hasReplacementBody) throw new TypeError("Cannot construct a Request with a Request object that has already been used.");
          input = input[getRequestCache]();
        }
        if (typeof options?.body?.getReader !== "undefined") options.duplex ??= "half";
        super(input, options);
      }
    };
    wrapBodyStream = /* @__PURE__ */ Symbol("wrapBodyStream");
    byteExactEncodings = /* @__PURE__ */ new Set([
      "latin1",
      "binary",
      "hex",
      "base64",
      "base64url"
    ]);
    isByteExactEncoding = (encoding) => encoding === null || byteExactEncodings.has(encoding);
    bodyBufferedBeforeDisconnectKey = /* @__PURE__ */ Symbol("bodyBufferedBeforeDisconnect");
    bodyBufferedLengthBeforeDisconnectKey = /* @__PURE__ */ Symbol("bodyBufferedLengthBeforeDisconnect");
    toBufferChunk = (chunk, encoding) => Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk, encoding ?? "utf8");
    isRecoverableDisconnectedIncoming = (incoming) => !(incoming instanceof Http2ServerRequest) && !!incoming.complete && !!incoming.readableAborted && typeof incoming.read === "function" && isByteExactEncoding(incoming.readableEncoding);
    recordBodyBufferedBeforeDisconnect = (incoming) => {
      if (incoming.readableDidRead || !isRecoverableDisconnectedIncoming(incoming)) return;
      const incomingWithRecovery = incoming;
      incomingWithRecovery[bodyBufferedLengthBeforeDisconnectKey] ??= incoming.readableLength;
    };
    readBodyBufferedBeforeDisconnect = (incoming, chunks) => {
      if (incoming.readableDidRead && !chunks || !isRecoverableDisconnectedIncoming(incoming)) return;
      const incomingWithRecovery = incoming;
      if (incomingWithRecovery[bodyBufferedBeforeDisconnectKey] !== void 0) return incomingWithRecovery[bodyBufferedBeforeDisconnectKey];
      let result;
      const errored = incoming.errored;
      if (errored && errored.code !== "ECONNRESET") result = errored;
      else if (incomingWithRecovery[bodyBufferedLengthBeforeDisconnectKey] !== void 0 && incoming.readableLength !== incomingWithRecovery[bodyBufferedLengthBeforeDisconnectKey]) result = newBodyUnusableError();
      else {
        const bodyChunks = chunks ?? [];
        const chunk = incoming.read();
        if (chunk !== null) bodyChunks.push(toBufferChunk(chunk, incoming.readableEncoding));
        const buffer = bodyChunks.length === 1 ? bodyChunks[0] : Buffer.concat(bodyChunks);
        result = buffer;
        const contentLength = incoming.headers["content-length"];
        if (typeof contentLength === "string" && /^\d+$/.test(contentLength)) {
          const expectedLength = Number(contentLength);
          if (Number.isSafeInteger(expectedLength) && buffer.length !== expectedLength) result = newBodyUnusableError();
        }
      }
      incomingWithRecovery[bodyBufferedBeforeDisconnectKey] = result;
      return result;
    };
    enqueueBufferedBody = (controller, buffered) => {
      if (buffered instanceof Error) {
        controller.error(buffered);
        return;
      }
      if (buffered.length > 0) controller.enqueue(buffered);
      controller.close();
    };
    newRequestFromIncoming = (method, url, headers, incoming, abortController) => {
      const init2 = {
        method,
        headers,
        signal: abortController.signal
      };
      if (method === "TRACE") {
        init2.method = "GET";
        const req = new Request$1(url, init2);
        Object.defineProperty(req, "method", { get() {
          return "TRACE";
        } });
        return req;
      }
      if (!(method === "GET" || method === "HEAD")) if ("rawBody" in incoming && incoming.rawBody instanceof Buffer) init2.body = new ReadableStream({ start(controller) {
        controller.enqueue(incoming.rawBody);
        controller.close();
      } });
      else if (incoming[wrapBodyStream]) {
        let reader;
        init2.body = new ReadableStream({ async pull(controller) {
          try {
            if (!reader) {
              const buffered = readBodyBufferedBeforeDisconnect(incoming);
              if (buffered !== void 0) {
                enqueueBufferedBody(controller, buffered);
                return;
              }
            }
            reader ||= Readable.toWeb(incoming).getReader();
            const { done, value } = await reader.read();
            if (done) controller.close();
            else controller.enqueue(value);
          } catch (error) {
            controller.error(error);
          }
        } });
      } else {
        const buffered = readBodyBufferedBeforeDisconnect(incoming);
        if (buffered !== void 0) init2.body = new ReadableStream({ start(controller) {
          enqueueBufferedBody(controller, buffered);
        } });
        else init2.body = Readable.toWeb(incoming);
      }
      return new Request$1(url, init2);
    };
    getRequestCache = /* @__PURE__ */ Symbol("getRequestCache");
    requestCache = /* @__PURE__ */ Symbol("requestCache");
    incomingKey = /* @__PURE__ */ Symbol("incomingKey");
    urlKey = /* @__PURE__ */ Symbol("urlKey");
    methodKey = /* @__PURE__ */ Symbol("methodKey");
    headersKey = /* @__PURE__ */ Symbol("headersKey");
    abortControllerKey = /* @__PURE__ */ Symbol("abortControllerKey");
    getAbortController = /* @__PURE__ */ Symbol("getAbortController");
    abortRequest = /* @__PURE__ */ Symbol("abortRequest");
    bodyBufferKey = /* @__PURE__ */ Symbol("bodyBuffer");
    bodyReadPromiseKey = /* @__PURE__ */ Symbol("bodyReadPromise");
    bodyConsumedDirectlyKey = /* @__PURE__ */ Symbol("bodyConsumedDirectly");
    bodyLockReaderKey = /* @__PURE__ */ Symbol("bodyLockReader");
    abortReasonKey = /* @__PURE__ */ Symbol("abortReason");
    newBodyUnusableError = () => {
      return /* @__PURE__ */ new TypeError("Body is unusable");
    };
    rejectBodyUnusable = () => {
      return Promise.reject(newBodyUnusableError());
    };
    textDecoder = new TextDecoder();
    consumeBodyDirectOnce = (request) => {
      if (request[bodyConsumedDirectlyKey]) return rejectBodyUnusable();
      request[bodyConsumedDirectlyKey] = true;
    };
    toArrayBuffer = (buf) => {
      return buf.buffer.slice(buf.byteOffset, buf.byteOffset + buf.byteLength);
    };
    contentType = (request) => {
      return (request[headersKey] ||= newHeadersFromIncoming(request[incomingKey])).get("content-type") || "";
    };
    methodTokenRegExp = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
    normalizeIncomingMethod = (method) => {
      if (typeof method !== "string" || method.length === 0) return "GET";
      switch (method) {
        case "DELETE":
        case "GET":
        case "HEAD":
        case "OPTIONS":
        case "PATCH":
        case "POST":
        case "PUT":
        case "QUERY":
          return method;
      }
      const upper = method.toUpperCase();
      switch (upper) {
        case "DELETE":
        case "GET":
        case "HEAD":
        case "OPTIONS":
        case "POST":
        case "PUT":
          return upper;
        default:
          return method;
      }
    };
    validateDirectReadMethod = (method) => {
      if (!methodTokenRegExp.test(method)) return /* @__PURE__ */ new TypeError(`'${method}' is not a valid HTTP method.`);
      const normalized = method.toUpperCase();
      if (normalized === "CONNECT" || normalized === "TRACK" || normalized === "TRACE" && method !== "TRACE") return /* @__PURE__ */ new TypeError(`'${method}' HTTP method is unsupported.`);
    };
    readBodyWithFastPath = (request, method, fromBuffer) => {
      if (request[bodyConsumedDirectlyKey]) return rejectBodyUnusable();
      const methodName = request.method;
      if (methodName === "GET" || methodName === "HEAD") return request[getRequestCache]()[method]();
      const methodValidationError = validateDirectReadMethod(methodName);
      if (methodValidationError) return Promise.reject(methodValidationError);
      if (request[requestCache]) {
        if (methodName !== "TRACE") return request[requestCache][method]();
      }
      const alreadyUsedError = consumeBodyDirectOnce(request);
      if (alreadyUsedError) return alreadyUsedError;
      const raw2 = readRawBodyIfAvailable(request);
      if (raw2) {
        const result = Promise.resolve(fromBuffer(raw2, request));
        request[bodyBufferKey] = void 0;
        return result;
      }
      return readBodyDirect(request).then((buf) => {
        const result = fromBuffer(buf, request);
        request[bodyBufferKey] = void 0;
        return result;
      });
    };
    readRawBodyIfAvailable = (request) => {
      const incoming = request[incomingKey];
      if ("rawBody" in incoming && incoming.rawBody instanceof Buffer) return incoming.rawBody;
    };
    normalizeAbortError = (request, incoming) => {
      if (incoming.errored) return incoming.errored;
      const reason = request[abortReasonKey];
      if (reason !== void 0) return reason instanceof Error ? reason : new Error(String(reason));
      return /* @__PURE__ */ new Error("Client connection prematurely closed.");
    };
    readBodyDirect = (request) => {
      if (request[bodyBufferKey]) return Promise.resolve(request[bodyBufferKey]);
      if (request[bodyReadPromiseKey]) return request[bodyReadPromiseKey];
      const incoming = request[incomingKey];
      if (incoming.readableDidRead) return rejectBodyUnusable();
      const buffered = readBodyBufferedBeforeDisconnect(incoming);
      if (buffered !== void 0) {
        if (buffered instanceof Error) return Promise.reject(buffered);
        request[bodyBufferKey] = buffered;
        return Promise.resolve(buffered);
      }
      const promise = new Promise((resolve, reject) => {
        const chunks = [];
        let settled = false;
        const finish = (callback) => {
          if (settled) return;
          settled = true;
          cleanup();
          callback();
        };
        const recoverCompleteBodyAfterDisconnect = (error) => {
          const streamError = incoming.errored ?? error;
          if (!isRecoverableDisconnectedIncoming(incoming) || streamError && streamError.code !== "ECONNRESET") return false;
          finish(() => {
            const recovered = readBodyBufferedBeforeDisconnect(incoming, chunks);
            if (recovered instanceof Error) reject(recovered);
            else if (recovered === void 0) reject(error ?? normalizeAbortError(request, incoming));
            else {
              request[bodyBufferKey] = recovered;
              resolve(recovered);
            }
          });
          return true;
        };
        const onData = (chunk) => {
          chunks.push(toBufferChunk(chunk, incoming.readableEncoding));
        };
        const onEnd = () => {
          finish(() => {
            const buffer = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
            request[bodyBufferKey] = buffer;
            resolve(buffer);
          });
        };
        const onError = (error) => {
          if (recoverCompleteBodyAfterDisconnect(error)) return;
          finish(() => {
            reject(error);
          });
        };
        const onClose = () => {
          if (incoming.readableEnded) {
            onEnd();
            return;
          }
          if (recoverCompleteBodyAfterDisconnect()) return;
          finish(() => {
            reject(normalizeAbortError(request, incoming));
          });
        };
        const cleanup = () => {
          incoming.off("data", onData);
          incoming.off("end", onEnd);
          incoming.off("error", onError);
          incoming.off("close", onClose);
          request[bodyReadPromiseKey] = void 0;
        };
        incoming.on("data", onData);
        incoming.on("end", onEnd);
        incoming.on("error", onError);
        incoming.on("close", onClose);
        queueMicrotask(() => {
          if (settled) return;
          if (incoming.readableEnded) onEnd();
          else if (incoming.errored) onError(incoming.errored);
          else if (incoming.destroyed) onClose();
        });
      });
      request[bodyReadPromiseKey] = promise;
      return promise;
    };
    requestPrototype = {
      get method() {
        return this[methodKey];
      },
      get url() {
        return this[urlKey];
      },
      get headers() {
        return this[headersKey] ||= newHeadersFromIncoming(this[incomingKey]);
      },
      [abortRequest](reason) {
        if (this[abortReasonKey] === void 0) this[abortReasonKey] = reason;
        const abortController = this[abortControllerKey];
        if (abortController && !abortController.signal.aborted) abortController.abort(reason);
      },
      [getAbortController]() {
        this[abortControllerKey] ||= new AbortController();
        if (this[abortReasonKey] !== void 0 && !this[abortControllerKey].signal.aborted) this[abortControllerKey].abort(this[abortReasonKey]);
        return this[abortControllerKey];
      },
      [getRequestCache]() {
        const abortController = this[getAbortController]();
        if (this[requestCache]) return this[requestCache];
        const method = this.method;
        if (this[bodyConsumedDirectlyKey] && !(method === "GET" || method === "HEAD")) {
          this[bodyBufferKey] = void 0;
          const init2 = {
            method: method === "TRACE" ? "GET" : method,
            headers: this.headers,
            signal: abortController.signal
          };
          if (method !== "TRACE") {
            init2.body = new ReadableStream({ start(c) {
              c.close();
            } });
            init2.duplex = "half";
          }
          const req = new Request$1(this[urlKey], init2);
          if (method === "TRACE") Object.defineProperty(req, "method", { get() {
            return "TRACE";
          } });
          return this[requestCache] = req;
        }
        return this[requestCache] = newRequestFromIncoming(this.method, this[urlKey], this.headers, this[incomingKey], abortController);
      },
      get body() {
        if (!this[bodyConsumedDirectlyKey]) return this[getRequestCache]().body;
        const request = this[getRequestCache]();
        if (!this[bodyLockReaderKey] && request.body) this[bodyLockReaderKey] = request.body.getReader();
        return request.body;
      },
      get bodyUsed() {
        if (this[bodyConsumedDirectlyKey]) return true;
        if (this[requestCache]) return this[requestCache].bodyUsed;
        return false;
      }
    };
    Object.defineProperty(requestPrototype, "signal", { get() {
      return this[getAbortController]().signal;
    } });
    [
      "cache",
      "credentials",
      "destination",
      "duplex",
      "integrity",
      "mode",
      "redirect",
      "referrer",
      "referrerPolicy",
      "keepalive"
    ].forEach((k) => {
      Object.defineProperty(requestPrototype, k, { get() {
        return this[getRequestCache]()[k];
      } });
    });
    ["clone", "formData"].forEach((k) => {
      Object.defineProperty(requestPrototype, k, { value: function() {
        if (this[bodyConsumedDirectlyKey]) {
          if (k === "clone") throw newBodyUnusableError();
          return rejectBodyUnusable();
        }
        return this[getRequestCache]()[k]();
      } });
    });
    Object.defineProperty(requestPrototype, "text", { value: function() {
      return readBodyWithFastPath(this, "text", (buf) => textDecoder.decode(buf));
    } });
    Object.defineProperty(requestPrototype, "arrayBuffer", { value: function() {
      return readBodyWithFastPath(this, "arrayBuffer", (buf) => toArrayBuffer(buf));
    } });
    Object.defineProperty(requestPrototype, "blob", { value: function() {
      return readBodyWithFastPath(this, "blob", (buf, request) => {
        const type = contentType(request);
        const init2 = type ? { headers: { "content-type": type } } : void 0;
        return new Response(buf, init2).blob();
      });
    } });
    Object.defineProperty(requestPrototype, "json", { value: function() {
      if (this[bodyConsumedDirectlyKey]) return rejectBodyUnusable();
      return this.text().then(JSON.parse);
    } });
    Object.defineProperty(requestPrototype, /* @__PURE__ */ Symbol.for("nodejs.util.inspect.custom"), { value: function(depth, options, inspectFn) {
      return `Request (lightweight) ${inspectFn({
        method: this.method,
        url: this.url,
        headers: this.headers,
        nativeRequest: this[requestCache]
      }, {
        ...options,
        depth: depth == null ? null : depth - 1
      })}`;
    } });
    Object.setPrototypeOf(requestPrototype, Request$1.prototype);
    newRequest = (incoming, defaultHostname) => {
      const req = Object.create(requestPrototype);
      req[incomingKey] = incoming;
      req[methodKey] = normalizeIncomingMethod(incoming.method);
      const incomingUrl = incoming.url || "";
      if (incomingUrl[0] !== "/" && (incomingUrl.startsWith("http://") || incomingUrl.startsWith("https://"))) {
        if (incoming instanceof Http2ServerRequest) throw new RequestError("Absolute URL for :path is not allowed in HTTP/2");
        try {
          validateRequestTarget(incomingUrl);
          req[urlKey] = new URL(incomingUrl).href;
        } catch (e) {
          throw new RequestError("Invalid absolute URL", { cause: e });
        }
        return req;
      }
      const host = (incoming instanceof Http2ServerRequest ? incoming.authority : incoming.headers.host) || defaultHostname;
      if (!host) throw new RequestError("Missing host header");
      let scheme;
      if (incoming instanceof Http2ServerRequest) {
        scheme = incoming.scheme;
        if (!(scheme === "http" || scheme === "https")) throw new RequestError("Unsupported scheme");
      } else scheme = incoming.socket && incoming.socket.encrypted ? "https" : "http";
      try {
        req[urlKey] = buildUrl(scheme, host, incomingUrl);
      } catch (e) {
        if (e instanceof RequestError) throw e;
        else throw new RequestError("Invalid URL", { cause: e });
      }
      return req;
    };
    defaultContentType = "text/plain; charset=UTF-8";
    responseCache = /* @__PURE__ */ Symbol("responseCache");
    getResponseCache = /* @__PURE__ */ Symbol("getResponseCache");
    cacheKey = /* @__PURE__ */ Symbol("cache");
    GlobalResponse = global.Response;
    Response$1 = class Response$12 {
      #body;
      #init;
      [getResponseCache]() {
        const cache = this[cacheKey];
        const liveHeaders = cache && cache[2] instanceof Headers ? cache[2] : void 0;
        delete this[cacheKey];
        return this[responseCache] ||= new GlobalResponse(this.#body, liveHeaders ? {
          status: this.#init?.status,
          statusText: this.#init?.statusText,
          headers: liveHeaders
        } : this.#init);
      }
      constructor(body, init2) {
        let headers;
        this.#body = body;
        if (init2 instanceof GlobalResponse) {
          const cachedGlobalResponse = init2[responseCache];
          if (cachedGlobalResponse) {
            this.#init = cachedGlobalResponse;
            this[getResponseCache]();
            return;
          }
          this.#init = init2 instanceof Response$12 ? init2.#init : init2;
          headers = new Headers(init2.headers);
        } else this.#init = init2;
        if (body == null || typeof body === "string" || typeof body?.getReader !== "undefined" || body instanceof Blob || body instanceof Uint8Array) this[cacheKey] = [
          init2?.status || 200,
          body ?? null,
          headers || init2?.headers
        ];
      }
      get headers() {
        const cache = this[cacheKey];
        if (cache) {
          if (!(cache[2] instanceof Headers)) cache[2] = new Headers(cache[2] || (cache[1] === null ? void 0 : { "content-type": defaultContentType }));
          return cache[2];
        }
        return this[getResponseCache]().headers;
      }
      get status() {
        return this[cacheKey]?.[0] ?? this[getResponseCache]().status;
      }
      get ok() {
        const status2 = this.status;
        return status2 >= 200 && status2 < 300;
      }
    };
    [
      "body",
      "bodyUsed",
      "redirected",
      "statusText",
      "trailers",
      "type",
      "url"
    ].forEach((k) => {
      Object.defineProperty(Response$1.prototype, k, { get() {
        return this[getResponseCache]()[k];
      } });
    });
    [
      "arrayBuffer",
      "blob",
      "clone",
      "formData",
      "json",
      "text"
    ].forEach((k) => {
      Object.defineProperty(Response$1.prototype, k, { value: function() {
        return this[getResponseCache]()[k]();
      } });
    });
    Object.defineProperty(Response$1.prototype, /* @__PURE__ */ Symbol.for("nodejs.util.inspect.custom"), { value: function(depth, options, inspectFn) {
      return `Response (lightweight) ${inspectFn({
        status: this.status,
        headers: this.headers,
        ok: this.ok,
        nativeResponse: this[responseCache]
      }, {
        ...options,
        depth: depth == null ? null : depth - 1
      })}`;
    } });
    Object.setPrototypeOf(Response$1, GlobalResponse);
    Object.setPrototypeOf(Response$1.prototype, GlobalResponse.prototype);
    validRedirectUrl = /^https?:\/\/[!#-;=?-[\]_a-z~A-Z]+$/;
    parseRedirectUrl = (url) => {
      if (url instanceof URL) return url.href;
      if (validRedirectUrl.test(url)) return url;
      return new URL(url).href;
    };
    validRedirectStatuses = /* @__PURE__ */ new Set([
      301,
      302,
      303,
      307,
      308
    ]);
    Object.defineProperty(Response$1, "redirect", {
      value: function redirect(url, status2 = 302) {
        if (!validRedirectStatuses.has(status2)) throw new RangeError("Invalid status code");
        return new Response$1(null, {
          status: status2,
          headers: { location: parseRedirectUrl(url) }
        });
      },
      writable: true,
      configurable: true
    });
    Object.defineProperty(Response$1, "json", {
      value: function json(data, init2) {
        const body = JSON.stringify(data);
        if (body === void 0) throw new TypeError("The data is not JSON serializable");
        const initHeaders = init2?.headers;
        let headers;
        if (initHeaders) {
          headers = new Headers(initHeaders);
          if (!headers.has("content-type")) headers.set("content-type", "application/json");
        } else headers = { "content-type": "application/json" };
        return new Response$1(body, {
          status: init2?.status ?? 200,
          statusText: init2?.statusText,
          headers
        });
      },
      writable: true,
      configurable: true
    });
    buildOutgoingHttpHeaders = (headers, defaultContentType2) => {
      const res = {};
      if (!(headers instanceof Headers)) headers = new Headers(headers ?? void 0);
      if (headers.has("set-cookie")) {
        const cookies = [];
        for (const [k, v] of headers) if (k === "set-cookie") cookies.push(v);
        else res[k] = v;
        if (cookies.length > 0) res["set-cookie"] = cookies;
      } else for (const [k, v] of headers) res[k] = v;
      if (defaultContentType2) res["content-type"] ??= defaultContentType2;
      return res;
    };
    outgoingEnded = /* @__PURE__ */ Symbol("outgoingEnded");
    incomingDraining = /* @__PURE__ */ Symbol("incomingDraining");
    DRAIN_TIMEOUT_MS = 500;
    MAX_DRAIN_BYTES = 64 * 1024 * 1024;
    drainIncoming = (incoming) => {
      const incomingWithDrainState = incoming;
      if (incoming.destroyed || incomingWithDrainState[incomingDraining]) return;
      incomingWithDrainState[incomingDraining] = true;
      if (incoming instanceof Http2ServerRequest) {
        try {
          incoming.stream?.close?.(constants.NGHTTP2_NO_ERROR);
        } catch {
        }
        return;
      }
      let bytesRead = 0;
      const cleanup = () => {
        clearTimeout(timer);
        incoming.off("data", onData);
        incoming.off("end", cleanup);
        incoming.off("error", cleanup);
      };
      const forceClose = () => {
        cleanup();
        const socket = incoming.socket;
        if (socket && !socket.destroyed) {
          if (typeof socket.destroySoon === "function") socket.destroySoon();
          else if (typeof socket.destroy === "function") socket.destroy();
        }
      };
      const timer = setTimeout(forceClose, DRAIN_TIMEOUT_MS);
      timer.unref?.();
      const onData = (chunk) => {
        bytesRead += chunk.length;
        if (bytesRead > MAX_DRAIN_BYTES) forceClose();
      };
      incoming.on("data", onData);
      incoming.on("end", cleanup);
      incoming.on("error", cleanup);
      incoming.resume();
    };
    makeCloseHandler = (req, incoming, outgoing, needsBodyCleanup) => () => {
      if (incoming.errored) {
        recordBodyBufferedBeforeDisconnect(incoming);
        req[abortRequest](incoming.errored.toString());
      } else if (!outgoing.writableFinished || incoming instanceof Http2ServerRequest && incoming.aborted) {
        recordBodyBufferedBeforeDisconnect(incoming);
        req[abortRequest]("Client connection prematurely closed.");
      }
      if (needsBodyCleanup && !incoming.readableEnded) setTimeout(() => {
        if (!incoming.readableEnded) setTimeout(() => {
          drainIncoming(incoming);
        });
      });
    };
    isImmediateCacheableResponse = (res) => {
      if (!(cacheKey in res)) return false;
      const body = res[cacheKey][1];
      return body === null || typeof body === "string" || body instanceof Uint8Array;
    };
    handleRequestError = () => new Response(null, { status: 400 });
    handleFetchError = (e) => new Response(null, { status: e instanceof Error && (e.name === "TimeoutError" || e.constructor.name === "TimeoutError") ? 504 : 500 });
    handleResponseError = (e, outgoing) => {
      const err = e instanceof Error ? e : new Error("unknown error", { cause: e });
      if (err.code === "ERR_STREAM_PREMATURE_CLOSE") console.info("The user aborted a request.");
      else {
        console.error(e);
        if (!outgoing.headersSent) {
          if (outgoing instanceof ServerResponse) outgoing._contentLength = null;
          outgoing.writeHead(500, { "Content-Type": "text/plain" });
        }
        outgoing.end(`Error: ${err.message}`);
        outgoing.destroy(err);
      }
    };
    flushHeaders = (outgoing) => {
      if ("flushHeaders" in outgoing && outgoing.writable) outgoing.flushHeaders();
    };
    trySetContentLength = (outgoing, status2, length) => {
      const http1 = outgoing;
      if (http1._contentLength === null && http1._hasBody && http1.useChunkedEncodingByDefault && !http1._removedContLen && status2 >= 200 && status2 !== 204 && status2 !== 304 && !outgoing.hasHeader("content-length") && !outgoing.hasHeader("transfer-encoding") && !outgoing.hasHeader("trailer")) {
        http1._contentLength = length;
        return true;
      }
      return false;
    };
    writeDefaultHeaders = (outgoing, status2, length) => {
      if (trySetContentLength(outgoing, status2, length)) outgoing.writeHead(status2, { "Content-Type": defaultContentType });
      else outgoing.writeHead(status2, {
        "Content-Type": defaultContentType,
        "Content-Length": length
      });
    };
    responseViaCache = async (res, outgoing) => {
      let [status2, body, header] = res[cacheKey];
      if (!header) {
        if (body === null) {
          outgoing.writeHead(status2);
          outgoing.end();
        } else if (typeof body === "string") {
          writeDefaultHeaders(outgoing, status2, Buffer.byteLength(body));
          outgoing.end(body);
        } else if (body instanceof Uint8Array) {
          writeDefaultHeaders(outgoing, status2, body.byteLength);
          outgoing.end(body);
        } else if (body instanceof Blob) {
          writeDefaultHeaders(outgoing, status2, body.size);
          outgoing.end(new Uint8Array(await body.arrayBuffer()));
        } else {
          outgoing.writeHead(status2, { "Content-Type": defaultContentType });
          flushHeaders(outgoing);
          await writeFromReadableStream(body, outgoing)?.catch((e) => handleResponseError(e, outgoing));
        }
        outgoing[outgoingEnded]?.();
        return;
      }
      let hasContentLength = false;
      let plainHeaders = false;
      let canAutoLength = true;
      if (header instanceof Headers) {
        hasContentLength = header.has("content-length");
        header = buildOutgoingHttpHeaders(header, body === null ? void 0 : defaultContentType);
      } else if (Array.isArray(header)) {
        const headerObj = new Headers(header);
        hasContentLength = headerObj.has("content-length");
        header = buildOutgoingHttpHeaders(headerObj, body === null ? void 0 : defaultContentType);
      } else {
        plainHeaders = true;
        for (const key2 in header) {
          if (key2.length === 14 && key2.toLowerCase() === "content-length") {
            hasContentLength = true;
            break;
          }
          if (key2.length === 17 && key2.toLowerCase() === "transfer-encoding" || key2.length === 7 && key2.toLowerCase() === "trailer") canAutoLength = false;
        }
      }
      if (!hasContentLength) {
        let length;
        if (typeof body === "string") length = Buffer.byteLength(body);
        else if (body instanceof Uint8Array) length = body.byteLength;
        else if (body instanceof Blob) length = body.size;
        if (length !== void 0 && (!plainHeaders || !canAutoLength || !trySetContentLength(outgoing, status2, length))) {
          if (plainHeaders) header = { ...header };
          header["Content-Length"] = length;
        }
      }
      outgoing.writeHead(status2, header);
      if (body == null) outgoing.end();
      else if (typeof body === "string" || body instanceof Uint8Array) outgoing.end(body);
      else if (body instanceof Blob) outgoing.end(new Uint8Array(await body.arrayBuffer()));
      else {
        flushHeaders(outgoing);
        await writeFromReadableStream(body, outgoing)?.catch((e) => handleResponseError(e, outgoing));
      }
      outgoing[outgoingEnded]?.();
    };
    isPromise = (res) => typeof res.then === "function";
    responseViaResponseObject = async (res, outgoing, options = {}) => {
      if (isPromise(res)) if (options.errorHandler) try {
        res = await res;
      } catch (err) {
        const errRes = await options.errorHandler(err);
        if (!errRes) return;
        res = errRes;
      }
      else res = await res.catch(handleFetchError);
      if (cacheKey in res) return responseViaCache(res, outgoing);
      const resHeaderRecord = buildOutgoingHttpHeaders(res.headers, res.body === null ? void 0 : defaultContentType);
      if (res.body) {
        const reader = res.body.getReader();
        const values = [];
        let done = false;
        let currentReadPromise = void 0;
        if (resHeaderRecord["transfer-encoding"] !== "chunked") {
          let maxReadCount = 2;
          for (let i = 0; i < maxReadCount; i++) {
            currentReadPromise ||= reader.read();
            const chunk = await readWithoutBlocking(currentReadPromise);
            if (!chunk) {
              if (i === 1) {
                await new Promise((resolve) => setTimeout(resolve));
                maxReadCount = 3;
                continue;
              }
              break;
            }
            currentReadPromise = void 0;
            if (chunk.value) values.push(chunk.value);
            if (chunk.done) {
              done = true;
              break;
            }
          }
          if (done && !("content-length" in resHeaderRecord)) resHeaderRecord["content-length"] = values.reduce((acc, value) => acc + value.length, 0);
        }
        outgoing.writeHead(res.status, resHeaderRecord);
        values.forEach((value) => {
          outgoing.write(value);
        });
        if (done) outgoing.end();
        else {
          if (values.length === 0) flushHeaders(outgoing);
          await writeFromReadableStreamDefaultReader(reader, outgoing, currentReadPromise);
        }
      } else if (resHeaderRecord[X_ALREADY_SENT]) {
      } else {
        outgoing.writeHead(res.status, resHeaderRecord);
        outgoing.end();
      }
      outgoing[outgoingEnded]?.();
    };
    getRequestListener = (fetchCallback, options = {}) => {
      const autoCleanupIncoming = options.autoCleanupIncoming ?? true;
      if (options.overrideGlobalObjects !== false && global.Request !== Request$1) {
        Object.defineProperty(global, "Request", { value: Request$1 });
        Object.defineProperty(global, "Response", { value: Response$1 });
      }
      return async (incoming, outgoing) => {
        let res, req;
        let needsBodyCleanup = false;
        let closeHandlerAttached = false;
        const ensureCloseHandler = () => {
          if (!req || closeHandlerAttached) return;
          closeHandlerAttached = true;
          outgoing.on("close", makeCloseHandler(req, incoming, outgoing, needsBodyCleanup));
        };
        try {
          req = newRequest(incoming, options.hostname);
          needsBodyCleanup = autoCleanupIncoming && !(incoming.method === "GET" || incoming.method === "HEAD");
          if (needsBodyCleanup) {
            incoming[wrapBodyStream] = true;
            if (incoming instanceof Http2ServerRequest) outgoing[outgoingEnded] = () => {
              if (!incoming.readableEnded) setTimeout(() => {
                if (!incoming.readableEnded) setTimeout(() => {
                  incoming.destroy();
                  outgoing.destroy();
                });
              });
            };
          }
          res = fetchCallback(req, {
            incoming,
            outgoing
          });
          if (!isPromise(res) && isImmediateCacheableResponse(res)) {
            if (needsBodyCleanup && !incoming.readableEnded) outgoing.once("finish", () => {
              if (!incoming.readableEnded) drainIncoming(incoming);
            });
            return responseViaCache(res, outgoing);
          }
          ensureCloseHandler();
        } catch (e) {
          if (!res) if (options.errorHandler) {
            ensureCloseHandler();
            res = await options.errorHandler(req ? e : toRequestError(e));
            if (!res) return;
          } else if (!req) res = handleRequestError();
          else res = handleFetchError(e);
          else return handleResponseError(e, outgoing);
        }
        try {
          return await responseViaResponseObject(res, outgoing, options);
        } catch (e) {
          return handleResponseError(e, outgoing);
        }
      };
    };
    CloseEvent = globalThis.CloseEvent ?? class extends Event {
      #eventInitDict;
      constructor(type, eventInitDict = {}) {
        super(type, eventInitDict);
        this.#eventInitDict = eventInitDict;
      }
      get wasClean() {
        return this.#eventInitDict.wasClean ?? false;
      }
      get code() {
        return this.#eventInitDict.code ?? 0;
      }
      get reason() {
        return this.#eventInitDict.reason ?? "";
      }
    };
    ErrorEvent = globalThis.ErrorEvent ?? class extends Event {
      #eventInitDict;
      constructor(type, eventInitDict = {}) {
        super(type, eventInitDict);
        this.#eventInitDict = eventInitDict;
      }
      get message() {
        return this.#eventInitDict.message ?? "";
      }
      get filename() {
        return this.#eventInitDict.filename ?? "";
      }
      get lineno() {
        return this.#eventInitDict.lineno ?? 0;
      }
      get colno() {
        return this.#eventInitDict.colno ?? 0;
      }
      get error() {
        return this.#eventInitDict.error ?? null;
      }
    };
    generateConnectionSymbol = () => /* @__PURE__ */ Symbol("connection");
    CONNECTION_SYMBOL_KEY = /* @__PURE__ */ Symbol("CONNECTION_SYMBOL_KEY");
    WAIT_FOR_WEBSOCKET_SYMBOL = /* @__PURE__ */ Symbol("WAIT_FOR_WEBSOCKET_SYMBOL");
    responseHeadersToSkip = /* @__PURE__ */ new Set([
      "connection",
      "content-length",
      "keep-alive",
      "proxy-authenticate",
      "proxy-authorization",
      "te",
      "trailer",
      "transfer-encoding",
      "upgrade",
      "sec-websocket-accept",
      "sec-websocket-extensions",
      "sec-websocket-protocol"
    ]);
    appendResponseHeaders = (headers, responseHeaders) => {
      if (!responseHeaders) return;
      responseHeaders.forEach((value, key2) => {
        if (responseHeadersToSkip.has(key2.toLowerCase())) return;
        headers.push(`${key2}: ${value}`);
      });
    };
    rejectUpgradeRequest = (socket, status2, responseHeaders) => {
      if (socket.destroyed) return;
      const responseLines = ["Connection: close", "Content-Length: 0"];
      appendResponseHeaders(responseLines, responseHeaders);
      socket.end(`HTTP/1.1 ${status2.toString()} ${STATUS_CODES[status2] ?? ""}\r
${responseLines.join("\r\n")}\r
\r
`);
    };
    createUpgradeRequest = (request) => {
      const protocol = request.socket.encrypted ? "https" : "http";
      const incomingUrl = request.url ?? "/";
      let url;
      if (incomingUrl[0] !== "/" && (incomingUrl.startsWith("http://") || incomingUrl.startsWith("https://"))) {
        validateRequestTarget(incomingUrl);
        url = new URL(incomingUrl).href;
      } else url = buildUrl(protocol, request.headers.host ?? "localhost", incomingUrl);
      const headers = new Headers();
      for (const key2 in request.headers) {
        const value = request.headers[key2];
        if (!value) continue;
        headers.append(key2, Array.isArray(value) ? value[0] : value);
      }
      return new Request(url, { headers });
    };
    setupWebSocket = (options) => {
      const { server, fetchCallback, wss } = options;
      const waiterMap = /* @__PURE__ */ new Map();
      wss.on("connection", (ws, request) => {
        const waiter = waiterMap.get(request);
        if (waiter) {
          waiter.resolve(ws);
          waiterMap.delete(request);
        }
      });
      const rejectWaiter = (request) => {
        const waiter = waiterMap.get(request);
        if (waiter) {
          waiterMap.delete(request);
          waiter.reject(/* @__PURE__ */ new Error("WebSocket handshake aborted"));
        }
      };
      const waitForWebSocket = (request, connectionSymbol) => {
        return new Promise((resolve, reject) => {
          waiterMap.set(request, {
            resolve,
            reject,
            connectionSymbol
          });
        });
      };
      server.on("upgrade", async (request, socket, head) => {
        if (request.headers.upgrade?.toLowerCase() !== "websocket") return;
        const ignoreSocketError = () => {
        };
        const reclaimWaiterOnClose = () => rejectWaiter(request);
        socket.on("error", ignoreSocketError);
        socket.once("close", reclaimWaiterOnClose);
        const env = {
          incoming: request,
          outgoing: void 0,
          wss,
          [WAIT_FOR_WEBSOCKET_SYMBOL]: waitForWebSocket
        };
        let status2 = 400;
        let responseHeaders;
        try {
          const response = await fetchCallback(createUpgradeRequest(request), env);
          if (response instanceof Response) {
            status2 = response.status;
            responseHeaders = response.headers;
          }
        } catch (error) {
          if (server.listenerCount("upgrade") === 1) rejectUpgradeRequest(socket, error instanceof RequestError ? 400 : 500);
          return;
        }
        if (socket.destroyed) {
          rejectWaiter(request);
          return;
        }
        const waiter = waiterMap.get(request);
        if (!waiter || waiter.connectionSymbol !== env[CONNECTION_SYMBOL_KEY]) {
          rejectWaiter(request);
          if (server.listenerCount("upgrade") === 1) rejectUpgradeRequest(socket, status2, responseHeaders);
          return;
        }
        const addResponseHeaders = (headers) => {
          appendResponseHeaders(headers, responseHeaders);
        };
        wss.on("headers", addResponseHeaders);
        try {
          wss.handleUpgrade(request, socket, head, (ws) => {
            socket.off("close", reclaimWaiterOnClose);
            socket.off("error", ignoreSocketError);
            wss.emit("connection", ws, request);
          });
        } finally {
          wss.off("headers", addResponseHeaders);
        }
      });
      server.on("close", () => {
        wss.close();
      });
    };
    upgradeWebSocket = defineWebSocketHelper(async (c, events, options) => {
      if (c.req.header("upgrade")?.toLowerCase() !== "websocket") return;
      const env = c.env;
      const waitForWebSocket = env[WAIT_FOR_WEBSOCKET_SYMBOL];
      if (!waitForWebSocket || !env.incoming) return new Response(null, { status: 500 });
      const connectionSymbol = generateConnectionSymbol();
      env[CONNECTION_SYMBOL_KEY] = connectionSymbol;
      (async () => {
        let ws;
        try {
          ws = await waitForWebSocket(env.incoming, connectionSymbol);
        } catch {
          return;
        }
        const messagesReceivedInStarting = [];
        const bufferMessage = (data, isBinary) => {
          messagesReceivedInStarting.push([data, isBinary]);
        };
        ws.on("message", bufferMessage);
        const ctx = {
          binaryType: "arraybuffer",
          close(code, reason) {
            ws.close(code, reason);
          },
          protocol: ws.protocol,
          raw: ws,
          get readyState() {
            return ws.readyState;
          },
          send(source2, opts) {
            ws.send(source2, { compress: opts?.compress });
          },
          url: new URL(c.req.url)
        };
        try {
          events?.onOpen?.(new Event("open"), ctx);
        } catch (e) {
          (options?.onError ?? console.error)(e);
        }
        const handleMessage = (data, isBinary) => {
          const datas = Array.isArray(data) ? data : [data];
          for (const data2 of datas) try {
            events?.onMessage?.(new MessageEvent("message", { data: isBinary ? data2 instanceof ArrayBuffer ? data2 : data2.buffer.slice(data2.byteOffset, data2.byteOffset + data2.byteLength) : typeof data2 === "string" ? data2 : Buffer.from(data2).toString("utf-8") }), ctx);
          } catch (e) {
            (options?.onError ?? console.error)(e);
          }
        };
        ws.off("message", bufferMessage);
        for (const message of messagesReceivedInStarting) handleMessage(...message);
        ws.on("message", (data, isBinary) => {
          handleMessage(data, isBinary);
        });
        ws.on("close", (code, reason) => {
          try {
            events?.onClose?.(new CloseEvent("close", {
              code,
              reason: reason.toString()
            }), ctx);
          } catch (e) {
            (options?.onError ?? console.error)(e);
          }
        });
        ws.on("error", (error) => {
          try {
            events?.onError?.(new ErrorEvent("error", { error }), ctx);
          } catch (e) {
            (options?.onError ?? console.error)(e);
          }
        });
      })();
      return new Response();
    });
    createAdaptorServer = (options) => {
      const fetchCallback = options.fetch;
      const requestListener = getRequestListener(fetchCallback, {
        hostname: options.hostname,
        overrideGlobalObjects: options.overrideGlobalObjects,
        autoCleanupIncoming: options.autoCleanupIncoming
      });
      const server = (options.createServer || createServer)(options.serverOptions || {}, requestListener);
      if (options.websocket && options.websocket.server) {
        if (options.websocket.server.options.noServer !== true) throw new Error("WebSocket server must be created with { noServer: true } option");
        setupWebSocket({
          server,
          fetchCallback,
          wss: options.websocket.server
        });
      }
      return server;
    };
    serve2 = (options, listeningListener) => {
      const server = createAdaptorServer(options);
      server.listen(options?.port ?? 3e3, options.hostname, () => {
        const serverInfo = server.address();
        listeningListener && listeningListener(serverInfo);
      });
      return server;
    };
  }
});

// node_modules/hono/dist/http-exception.js
var HTTPException;
var init_http_exception = __esm({
  "node_modules/hono/dist/http-exception.js"() {
    HTTPException = class extends Error {
      res;
      status;
      /**
      * Creates an instance of `HTTPException`.
      * @param status - HTTP status code for the exception. Defaults to 500.
      * @param options - Additional options for the exception.
      */
      constructor(status2 = 500, options) {
        super(options?.message, { cause: options?.cause });
        this.res = options?.res;
        this.status = status2;
      }
      /**
      * Returns the response object associated with the exception.
      * If a response object is not provided, a new response is created with the error message and status code.
      * @returns The response object.
      */
      getResponse() {
        if (this.res) return new Response(this.res.body, {
          status: this.status,
          headers: this.res.headers
        });
        return new Response(this.message, { status: this.status });
      }
    };
  }
});

// node_modules/hono/dist/request/constants.js
var GET_MATCH_RESULT;
var init_constants = __esm({
  "node_modules/hono/dist/request/constants.js"() {
    GET_MATCH_RESULT = /* @__PURE__ */ Symbol();
  }
});

// node_modules/hono/dist/utils/crypto.js
var init_crypto = __esm({
  "node_modules/hono/dist/utils/crypto.js"() {
  }
});

// node_modules/hono/dist/utils/buffer.js
var bufferToFormData;
var init_buffer = __esm({
  "node_modules/hono/dist/utils/buffer.js"() {
    init_crypto();
    bufferToFormData = (arrayBuffer, contentType2) => {
      return new Response(arrayBuffer, { headers: { "Content-Type": contentType2.replace(/^[^;]+/, (mediaType) => mediaType.toLowerCase()) } }).formData();
    };
  }
});

// node_modules/hono/dist/utils/body.js
async function parseFormData(request, options) {
  if (!isRawRequest(request) && request.bodyCache.formData) return convertFormDataToBodyData(await request.bodyCache.formData, options);
  const headers = isRawRequest(request) ? request.headers : request.raw.headers;
  const arrayBuffer = await request.arrayBuffer();
  const formDataPromise = bufferToFormData(arrayBuffer, headers.get("Content-Type") || "");
  if (!isRawRequest(request)) request.bodyCache.formData = formDataPromise;
  const formData = await formDataPromise;
  if (formData) return convertFormDataToBodyData(formData, options);
  return {};
}
function convertFormDataToBodyData(formData, options) {
  const form = /* @__PURE__ */ Object.create(null);
  const nestingState = { count: 0 };
  formData.forEach((value, key2) => {
    if (!(options.all || key2.endsWith("[]"))) form[key2] = value;
    else handleParsingAllValues(form, key2, value);
  });
  if (options.dot) Object.entries(form).forEach(([key2, value]) => {
    if (key2.includes(".")) {
      handleParsingNestedValues(form, key2, value, nestingState);
      delete form[key2];
    }
  });
  return form;
}
var MAX_NESTED_OBJECTS, isRawRequest, parseBody, handleParsingAllValues, handleParsingNestedValues, throwNestingLimitExceeded;
var init_body = __esm({
  "node_modules/hono/dist/utils/body.js"() {
    init_buffer();
    MAX_NESTED_OBJECTS = 1e4;
    isRawRequest = (request) => "headers" in request;
    parseBody = async (request, options = /* @__PURE__ */ Object.create(null)) => {
      const { all = false, dot = false } = options;
      const mediaType = (isRawRequest(request) ? request.headers : request.raw.headers).get("Content-Type")?.split(";")[0].trim().toLowerCase();
      if (mediaType === "multipart/form-data" || mediaType === "application/x-www-form-urlencoded") return parseFormData(request, {
        all,
        dot
      });
      return {};
    };
    handleParsingAllValues = (form, key2, value) => {
      if (form[key2] !== void 0) {
        if (Array.isArray(form[key2])) form[key2].push(value);
        else form[key2] = [form[key2], value];
      } else if (!key2.endsWith("[]")) form[key2] = value;
      else form[key2] = [value];
    };
    handleParsingNestedValues = (form, key2, value, state) => {
      if (/(?:^|\.)__proto__\./.test(key2)) return;
      let nestedForm = form;
      const keys = key2.split(".", 34);
      if (keys.length > 33) throwNestingLimitExceeded();
      keys.forEach((key3, index) => {
        if (index === keys.length - 1) nestedForm[key3] = value;
        else {
          if (!nestedForm[key3] || typeof nestedForm[key3] !== "object" || Array.isArray(nestedForm[key3]) || nestedForm[key3] instanceof File) {
            if (state.count++ >= MAX_NESTED_OBJECTS) throwNestingLimitExceeded();
            nestedForm[key3] = /* @__PURE__ */ Object.create(null);
          }
          nestedForm = nestedForm[key3];
        }
      });
    };
    throwNestingLimitExceeded = () => {
      throw new Error("Nesting limit exceeded");
    };
  }
});

// node_modules/hono/dist/utils/url.js
var splitPath, splitRoutingPath, extractGroupsFromPath, replaceGroupMarks, patternCache, getPattern, tryDecode, decodeURIWithPreservedPercent, getPath, getPathNoStrict, mergePath, checkOptionalParameter, tryDecodeURIComponent, _decodeURI, _getQueryParam, getQueryParam, getQueryParams, decodeURIComponent_;
var init_url = __esm({
  "node_modules/hono/dist/utils/url.js"() {
    splitPath = (path18) => {
      const paths = path18.split("/");
      if (paths[0] === "") paths.shift();
      return paths;
    };
    splitRoutingPath = (routePath2) => {
      const { groups, path: path18 } = extractGroupsFromPath(routePath2);
      const paths = splitPath(path18);
      return replaceGroupMarks(paths, groups);
    };
    extractGroupsFromPath = (path18) => {
      const groups = [];
      path18 = path18.replace(/\{[^}]+\}/g, (match2, index) => {
        const mark = `@${index}`;
        groups.push([mark, match2]);
        return mark;
      });
      return {
        groups,
        path: path18
      };
    };
    replaceGroupMarks = (paths, groups) => {
      for (let i = groups.length - 1; i >= 0; i--) {
        const [mark] = groups[i];
        for (let j = paths.length - 1; j >= 0; j--) if (paths[j].includes(mark)) {
          paths[j] = paths[j].replace(mark, groups[i][1]);
          break;
        }
      }
      return paths;
    };
    patternCache = {};
    getPattern = (label, next) => {
      if (label === "*") return "*";
      const match2 = label.match(/^\:([^\{\}]+)(?:\{(.+)\})?$/);
      if (match2) {
        const cacheKey2 = `${label}#${next}`;
        if (!patternCache[cacheKey2]) {
          if (match2[2]) patternCache[cacheKey2] = next && next[0] !== ":" && next[0] !== "*" ? [
            cacheKey2,
            match2[1],
            new RegExp(`^${match2[2]}(?=/${next})`)
          ] : [
            label,
            match2[1],
            new RegExp(`^${match2[2]}$`)
          ];
          else patternCache[cacheKey2] = [
            label,
            match2[1],
            true
          ];
        }
        return patternCache[cacheKey2];
      }
      return null;
    };
    tryDecode = (str, decoder) => {
      try {
        return decoder(str);
      } catch {
        return str.replace(/(?:%[0-9A-Fa-f]{2})+/g, (match2) => {
          try {
            return decoder(match2);
          } catch {
            return match2;
          }
        });
      }
    };
    decodeURIWithPreservedPercent = (value) => decodeURI(value.includes("%25") ? value.replace(/%25/g, "%2525") : value);
    getPath = (request) => {
      const url = request.url;
      const start = url.indexOf("/", url.indexOf(":") + 4);
      let i = start;
      for (; i < url.length; i++) {
        const charCode = url.charCodeAt(i);
        if (charCode === 37) {
          const queryIndex = url.indexOf("?", i);
          const hashIndex = url.indexOf("#", i);
          const end = queryIndex === -1 ? hashIndex === -1 ? void 0 : hashIndex : hashIndex === -1 ? queryIndex : Math.min(queryIndex, hashIndex);
          const path18 = url.slice(start, end);
          const decoded = tryDecode(path18, decodeURIWithPreservedPercent);
          if (/%(?![0-9A-Fa-f]{2})/.test(path18)) {
            const rewritten = new URL("http://localhost");
            rewritten.pathname = decoded.replace(/[\\\t\n\r]/g, encodeURIComponent);
            if (tryDecode(rewritten.pathname, decodeURIWithPreservedPercent) !== decoded) return tryDecode(path18.replace(/%(?![0-9A-Fa-f]{2})/g, "%25"), decodeURIWithPreservedPercent);
          }
          return decoded;
        } else if (charCode === 63 || charCode === 35) break;
      }
      return url.slice(start, i);
    };
    getPathNoStrict = (request) => {
      const result = getPath(request);
      return result.length > 1 && result.at(-1) === "/" ? result.slice(0, -1) : result;
    };
    mergePath = (base, sub, ...rest) => {
      if (rest.length) sub = mergePath(sub, ...rest);
      return `${base?.[0] === "/" ? "" : "/"}${base}${sub === "/" ? "" : `${base?.at(-1) === "/" ? "" : "/"}${sub?.[0] === "/" ? sub.slice(1) : sub}`}`;
    };
    checkOptionalParameter = (path18) => {
      if (path18.charCodeAt(path18.length - 1) !== 63 || !path18.includes(":")) return null;
      const segments = path18.split("/");
      const results = [];
      let basePath = "";
      segments.forEach((segment) => {
        if (segment !== "" && !/\:/.test(segment)) basePath += "/" + segment;
        else if (/\:/.test(segment)) {
          if (segment.charCodeAt(segment.length - 1) === 63) {
            if (results.length === 0 && basePath === "") results.push("/");
            else results.push(basePath);
            const optionalSegment = segment.slice(0, -1);
            basePath += "/" + optionalSegment;
            results.push(basePath);
          } else basePath += "/" + segment;
        }
      });
      return results.filter((v, i, a) => a.indexOf(v) === i);
    };
    tryDecodeURIComponent = (str) => str.indexOf("%") !== -1 ? tryDecode(str, decodeURIComponent_) : str;
    _decodeURI = (value) => {
      if (value.indexOf("+") !== -1) value = value.replace(/\+/g, " ");
      return tryDecodeURIComponent(value);
    };
    _getQueryParam = (url, key2, multiple) => {
      const hashIndex = url.indexOf("#", 8);
      if (hashIndex !== -1) url = url.slice(0, hashIndex);
      let encoded;
      if (!multiple && key2 && !/[%+&=]/.test(key2)) {
        const queryIndex = url.indexOf("?", 8);
        let keyIndex2 = queryIndex;
        if (keyIndex2 === -1) return;
        if (!url.startsWith(key2, keyIndex2 + 1)) keyIndex2 = url.indexOf(`&${key2}`, keyIndex2 + 1);
        while (keyIndex2 !== -1) {
          const trailingKeyCode = url.charCodeAt(keyIndex2 + key2.length + 1);
          if (trailingKeyCode === 61 || trailingKeyCode === 38 || isNaN(trailingKeyCode)) {
            if (keyIndex2 > queryIndex && /(?:^|&)[^=&]*[%+]/.test(url.slice(queryIndex + 1, keyIndex2))) break;
            if (trailingKeyCode === 61) {
              const valueIndex = keyIndex2 + key2.length + 2;
              const endIndex = url.indexOf("&", valueIndex);
              return _decodeURI(url.slice(valueIndex, endIndex === -1 ? void 0 : endIndex));
            }
            return "";
          }
          keyIndex2 = url.indexOf(`&${key2}`, keyIndex2 + 1);
        }
        encoded = /[%+]/.test(url);
        if (!encoded) return;
      }
      const results = /* @__PURE__ */ Object.create(null);
      encoded ??= /[%+]/.test(url);
      let keyIndex = url.indexOf("?", 8);
      while (keyIndex !== -1) {
        const nextKeyIndex = url.indexOf("&", keyIndex + 1);
        let valueIndex = url.indexOf("=", keyIndex);
        if (valueIndex > nextKeyIndex && nextKeyIndex !== -1) valueIndex = -1;
        let name = url.slice(keyIndex + 1, valueIndex === -1 ? nextKeyIndex === -1 ? void 0 : nextKeyIndex : valueIndex);
        if (encoded) name = _decodeURI(name);
        keyIndex = nextKeyIndex;
        if (name === "") continue;
        let value;
        if (valueIndex === -1) value = "";
        else {
          value = url.slice(valueIndex + 1, nextKeyIndex === -1 ? void 0 : nextKeyIndex);
          if (encoded) value = _decodeURI(value);
        }
        if (multiple) {
          if (!(results[name] && Array.isArray(results[name]))) results[name] = [];
          results[name].push(value);
        } else results[name] ??= value;
      }
      return key2 ? results[key2] : results;
    };
    getQueryParam = _getQueryParam;
    getQueryParams = (url, key2) => {
      return _getQueryParam(url, key2, true);
    };
    decodeURIComponent_ = decodeURIComponent;
  }
});

// node_modules/hono/dist/request.js
var HonoRequest;
var init_request = __esm({
  "node_modules/hono/dist/request.js"() {
    init_http_exception();
    init_constants();
    init_body();
    init_url();
    HonoRequest = class {
      /**
      * `.raw` can get the raw Request object.
      *
      * @see {@link https://hono.dev/docs/api/request#raw}
      *
      * @example
      * ```ts
      * // For Cloudflare Workers
      * app.post('/', async (c) => {
      *   const metadata = c.req.raw.cf?.hostMetadata?
      *   ...
      * })
      * ```
      */
      raw;
      #validatedData;
      #matchResult;
      routeIndex = 0;
      /**
      * `.path` can get the pathname of the request.
      *
      * @see {@link https://hono.dev/docs/api/request#path}
      *
      * @example
      * ```ts
      * app.get('/about/me', (c) => {
      *   const pathname = c.req.path // `/about/me`
      * })
      * ```
      */
      path;
      bodyCache = {};
      constructor(request, path18 = "/", matchResult = [[]]) {
        this.raw = request;
        this.path = path18;
        this.#matchResult = matchResult;
      }
      param(key2) {
        return key2 ? this.#getDecodedParam(key2) : this.#getAllDecodedParams();
      }
      #getDecodedParam(key2) {
        const paramKey = this.#matchResult[0][this.routeIndex]?.[1][key2];
        const param = this.#getParamValue(paramKey);
        return param && tryDecodeURIComponent(param);
      }
      #getAllDecodedParams() {
        const decoded = {};
        const keys = Object.keys(this.#matchResult[0][this.routeIndex]?.[1] ?? {});
        for (const key2 of keys) {
          const value = this.#getParamValue(this.#matchResult[0][this.routeIndex][1][key2]);
          if (value !== void 0) decoded[key2] = tryDecodeURIComponent(value);
        }
        return decoded;
      }
      #getParamValue(paramKey) {
        return this.#matchResult[1] ? this.#matchResult[1][paramKey] : paramKey;
      }
      query(key2) {
        return getQueryParam(this.url, key2);
      }
      queries(key2) {
        return getQueryParams(this.url, key2);
      }
      header(name) {
        if (name) return this.raw.headers.get(name) ?? void 0;
        const headerData = /* @__PURE__ */ Object.create(null);
        this.raw.headers.forEach((value, key2) => {
          headerData[key2] = value;
        });
        return headerData;
      }
      async parseBody(options) {
        return parseBody(this, options);
      }
      #cachedBody = (key2) => {
        const { bodyCache, raw: raw2 } = this;
        const cachedBody = bodyCache[key2];
        if (cachedBody) return cachedBody;
        for (const anyCachedKey in bodyCache) return bodyCache[anyCachedKey].then((body) => {
          if (anyCachedKey === "json") body = JSON.stringify(body);
          const contentType2 = anyCachedKey === "formData" ? void 0 : raw2.headers.get("content-type");
          return new Response(body, { headers: contentType2 ? { "Content-Type": contentType2 } : void 0 })[key2]();
        });
        return bodyCache[key2] = raw2[key2]();
      };
      /**
      * `.json()` can parse Request body of type `application/json`
      *
      * @see {@link https://hono.dev/docs/api/request#json}
      *
      * @example
      * ```ts
      * app.post('/entry', async (c) => {
      *   const body = await c.req.json()
      * })
      * ```
      */
      json() {
        return this.#cachedBody("text").then((text2) => JSON.parse(text2));
      }
      /**
      * `.text()` can parse Request body of type `text/plain`
      *
      * @see {@link https://hono.dev/docs/api/request#text}
      *
      * @example
      * ```ts
      * app.post('/entry', async (c) => {
      *   const body = await c.req.text()
      * })
      * ```
      */
      text() {
        return this.#cachedBody("text");
      }
      /**
      * `.arrayBuffer()` parse Request body as an `ArrayBuffer`
      *
      * @see {@link https://hono.dev/docs/api/request#arraybuffer}
      *
      * @example
      * ```ts
      * app.post('/entry', async (c) => {
      *   const body = await c.req.arrayBuffer()
      * })
      * ```
      */
      arrayBuffer() {
        return this.#cachedBody("arrayBuffer");
      }
      /**
      * `.bytes()` parses the request body as a `Uint8Array`.
      *
      * @see {@link https://hono.dev/docs/api/request#bytes}
      *
      * @example
      * ```ts
      * app.post('/entry', async (c) => {
      *   const body = await c.req.bytes()
      * })
      * ```
      */
      bytes() {
        return this.#cachedBody("arrayBuffer").then((buffer) => new Uint8Array(buffer));
      }
      /**
      * Parses the request body as a `Blob`.
      * @example
      * ```ts
      * app.post('/entry', async (c) => {
      *   const body = await c.req.blob();
      * });
      * ```
      * @see https://hono.dev/docs/api/request#blob
      */
      blob() {
        return this.#cachedBody("blob");
      }
      /**
      * Parses the request body as `FormData`.
      * @example
      * ```ts
      * app.post('/entry', async (c) => {
      *   const body = await c.req.formData();
      * });
      * ```
      * @see https://hono.dev/docs/api/request#formdata
      */
      formData() {
        return this.#cachedBody("formData");
      }
      /**
      * Adds validated data to the request.
      *
      * @param target - The target of the validation.
      * @param data - The validated data to add.
      */
      addValidatedData(target, data) {
        (this.#validatedData ??= {})[target] = data;
      }
      valid(target) {
        return this.#validatedData?.[target];
      }
      /**
      * `.url` can get the request url strings.
      *
      * @see {@link https://hono.dev/docs/api/request#url}
      *
      * @example
      * ```ts
      * app.get('/about/me', (c) => {
      *   const url = c.req.url // `http://localhost:8787/about/me`
      *   ...
      * })
      * ```
      */
      get url() {
        return this.raw.url;
      }
      /**
      * `.method` can get the method name of the request.
      *
      * @see {@link https://hono.dev/docs/api/request#method}
      *
      * @example
      * ```ts
      * app.get('/about/me', (c) => {
      *   const method = c.req.method // `GET`
      * })
      * ```
      */
      get method() {
        return this.raw.method;
      }
      get [GET_MATCH_RESULT]() {
        return this.#matchResult;
      }
      /**
      * `.matchedRoutes` can return a matched route in the handler
      *
      * @deprecated
      *
      * Use matchedRoutes helper defined in "hono/route" instead.
      *
      * @see {@link https://hono.dev/docs/api/request#matchedroutes}
      *
      * @example
      * ```ts
      * app.use('*', async function logger(c, next) {
      *   await next()
      *   c.req.matchedRoutes.forEach(({ handler, method, path }, i) => {
      *     const name = handler.name || (handler.length < 2 ? '[handler]' : '[middleware]')
      *     console.log(
      *       method,
      *       ' ',
      *       path,
      *       ' '.repeat(Math.max(10 - path.length, 0)),
      *       name,
      *       i === c.req.routeIndex ? '<- respond from here' : ''
      *     )
      *   })
      * })
      * ```
      */
      get matchedRoutes() {
        return this.#matchResult[0].map(([[, route]]) => route);
      }
      /**
      * `.routePath` can retrieve the path registered within the handler
      *
      * @deprecated
      *
      * Use routePath helper defined in "hono/route" instead.
      *
      * @see {@link https://hono.dev/docs/api/request#routepath}
      *
      * @example
      * ```ts
      * app.get('/posts/:id', (c) => {
      *   return c.json({ path: c.req.routePath })
      * })
      * ```
      */
      get routePath() {
        return this.#matchResult[0].map(([[, route]]) => route)[this.routeIndex].path;
      }
    };
  }
});

// node_modules/hono/dist/utils/html.js
var HtmlEscapedCallbackPhase, raw, resolveCallback;
var init_html = __esm({
  "node_modules/hono/dist/utils/html.js"() {
    HtmlEscapedCallbackPhase = {
      Stringify: 1,
      BeforeStream: 2,
      Stream: 3
    };
    raw = (value, callbacks) => {
      const escapedString = new String(value);
      escapedString.isEscaped = true;
      escapedString.callbacks = callbacks;
      return escapedString;
    };
    resolveCallback = async (str, phase, preserveCallbacks, context, buffer) => {
      if (typeof str === "object" && !(str instanceof String)) {
        if (!(str instanceof Promise)) str = str.toString();
        if (str instanceof Promise) str = await str;
      }
      const callbacks = str.callbacks;
      if (!callbacks?.length) return Promise.resolve(str);
      if (buffer) buffer[0] += str;
      else buffer = [str];
      const resStr = Promise.all(callbacks.map((c) => c({
        phase,
        buffer,
        context
      }))).then((res) => Promise.all(res.filter(Boolean).map((str2) => resolveCallback(str2, phase, false, context, buffer))).then(() => buffer[0]));
      if (preserveCallbacks) return raw(await resStr, callbacks);
      else return resStr;
    };
  }
});

// node_modules/hono/dist/context.js
var TEXT_PLAIN, setDefaultContentType, createResponseInstance, Context;
var init_context = __esm({
  "node_modules/hono/dist/context.js"() {
    init_request();
    init_html();
    TEXT_PLAIN = "text/plain; charset=UTF-8";
    setDefaultContentType = (contentType2, headers) => {
      return {
        "Content-Type": contentType2,
        ...headers
      };
    };
    createResponseInstance = (body, init2) => new Response(body, init2);
    Context = class {
      #rawRequest;
      #req;
      /**
      * `.env` can get bindings (environment variables, secrets, KV namespaces, D1 database, R2 bucket etc.) in Cloudflare Workers.
      *
      * @see {@link https://hono.dev/docs/api/context#env}
      *
      * @example
      * ```ts
      * // Environment object for Cloudflare Workers
      * app.get('*', async c => {
      *   const counter = c.env.COUNTER
      * })
      * ```
      */
      env = {};
      #var;
      finalized = false;
      /**
      * `.error` can get the error object from the middleware if the Handler throws an error.
      *
      * @see {@link https://hono.dev/docs/api/context#error}
      *
      * @example
      * ```ts
      * app.use('*', async (c, next) => {
      *   await next()
      *   if (c.error) {
      *     // do something...
      *   }
      * })
      * ```
      */
      error;
      #status;
      #executionCtx;
      #res;
      #layout;
      #renderer;
      #notFoundHandler;
      #preparedHeaders;
      #matchResult;
      #path;
      /**
      * Creates an instance of the Context class.
      *
      * @param req - The Request object.
      * @param options - Optional configuration options for the context.
      */
      constructor(req, options) {
        this.#rawRequest = req;
        if (options) {
          this.#executionCtx = options.executionCtx;
          this.env = options.env;
          this.#notFoundHandler = options.notFoundHandler;
          this.#path = options.path;
          this.#matchResult = options.matchResult;
        }
      }
      /**
      * `.req` is the instance of {@link HonoRequest}.
      */
      get req() {
        this.#req ??= new HonoRequest(this.#rawRequest, this.#path, this.#matchResult);
        return this.#req;
      }
      /**
      * @see {@link https://hono.dev/docs/api/context#event}
      * The FetchEvent associated with the current request.
      *
      * @throws Will throw an error if the context does not have a FetchEvent.
      */
      get event() {
        if (this.#executionCtx && "respondWith" in this.#executionCtx) return this.#executionCtx;
        else throw Error("This context has no FetchEvent");
      }
      /**
      * @see {@link https://hono.dev/docs/api/context#executionctx}
      * The ExecutionContext associated with the current request.
      *
      * @throws Will throw an error if the context does not have an ExecutionContext.
      */
      get executionCtx() {
        if (this.#executionCtx) return this.#executionCtx;
        else throw Error("This context has no ExecutionContext");
      }
      /**
      * @see {@link https://hono.dev/docs/api/context#res}
      * The Response object for the current request.
      */
      get res() {
        return this.#res ||= createResponseInstance(null, { headers: this.#preparedHeaders ??= new Headers() });
      }
      /**
      * Sets the Response object for the current request.
      *
      * @param _res - The Response object to set.
      */
      set res(_res) {
        if (this.#res && _res) {
          _res = createResponseInstance(_res.body, _res);
          for (const [k, v] of this.#res.headers.entries()) {
            if (k === "content-type") continue;
            if (k === "set-cookie") {
              const cookies = this.#res.headers.getSetCookie();
              _res.headers.delete("set-cookie");
              for (const cookie of cookies) _res.headers.append("set-cookie", cookie);
            } else _res.headers.set(k, v);
          }
        }
        this.#res = _res;
        this.finalized = true;
      }
      /**
      * `.render()` can create a response within a layout.
      *
      * @see {@link https://hono.dev/docs/api/context#render-setrenderer}
      *
      * @example
      * ```ts
      * app.get('/', (c) => {
      *   return c.render('Hello!')
      * })
      * ```
      */
      render = (...args) => {
        this.#renderer ??= (content) => this.html(content);
        return this.#renderer(...args);
      };
      /**
      * Sets the layout for the response.
      *
      * @param layout - The layout to set.
      * @returns The layout function.
      */
      setLayout = (layout) => this.#layout = layout;
      /**
      * Gets the current layout for the response.
      *
      * @returns The current layout function.
      */
      getLayout = () => this.#layout;
      /**
      * `.setRenderer()` can set the layout in the custom middleware.
      *
      * @see {@link https://hono.dev/docs/api/context#render-setrenderer}
      *
      * @example
      * ```tsx
      * app.use('*', async (c, next) => {
      *   c.setRenderer((content) => {
      *     return c.html(
      *       <html>
      *         <body>
      *           <p>{content}</p>
      *         </body>
      *       </html>
      *     )
      *   })
      *   await next()
      * })
      * ```
      */
      setRenderer = (renderer) => {
        this.#renderer = renderer;
      };
      /**
      * `.header()` can set headers.
      *
      * @see {@link https://hono.dev/docs/api/context#header}
      *
      * @example
      * ```ts
      * app.get('/welcome', (c) => {
      *   // Set headers
      *   c.header('X-Message', 'Hello!')
      *   c.header('Content-Type', 'text/plain')
      *
      *   // Append multiple headers using the append option (e.g. Vary)
      *   c.header('Vary', 'Accept-Encoding', { append: true })
      *   c.header('Vary', 'User-Agent', { append: true })
      *
      *   return c.body('Thank you for coming')
      * })
      * ```
      */
      header = (name, value, options) => {
        if (this.finalized && !this.#res.bodyUsed) this.#res = createResponseInstance(this.#res.body, this.#res);
        const headers = this.#res ? this.#res.headers : this.#preparedHeaders ??= new Headers();
        if (value === void 0) headers.delete(name);
        else if (options?.append) headers.append(name, value);
        else headers.set(name, value);
      };
      status = (status2) => {
        this.#status = status2;
      };
      /**
      * `.set()` can set the value specified by the key.
      *
      * @see {@link https://hono.dev/docs/api/context#set-get}
      *
      * @example
      * ```ts
      * app.use('*', async (c, next) => {
      *   c.set('message', 'Hono is hot!!')
      *   await next()
      * })
      * ```
      */
      set = (key2, value) => {
        this.#var ??= /* @__PURE__ */ new Map();
        this.#var.set(key2, value);
      };
      /**
      * `.get()` can use the value specified by the key.
      *
      * @see {@link https://hono.dev/docs/api/context#set-get}
      *
      * @example
      * ```ts
      * app.get('/', (c) => {
      *   const message = c.get('message')
      *   return c.text(`The message is "${message}"`)
      * })
      * ```
      */
      get = (key2) => {
        return this.#var ? this.#var.get(key2) : void 0;
      };
      /**
      * `.var` can access the value of a variable.
      *
      * @see {@link https://hono.dev/docs/api/context#var}
      *
      * @example
      * ```ts
      * const result = c.var.client.oneMethod()
      * ```
      */
      get var() {
        if (!this.#var) return {};
        return Object.fromEntries(this.#var);
      }
      #newResponse(data, arg, headers) {
        let responseHeaders = this.#res ? new Headers(this.#res.headers) : this.#preparedHeaders;
        if (typeof arg === "object" && arg.headers) {
          responseHeaders ??= new Headers();
          for (const [key2, value] of new Headers(arg.headers)) if (key2 === "set-cookie") responseHeaders.append(key2, value);
          else responseHeaders.set(key2, value);
        }
        if (headers) {
          if (!responseHeaders) {
            let count = 0;
            for (const k in headers) if (++count > 1 || typeof headers[k] !== "string") {
              responseHeaders = new Headers();
              break;
            }
          }
          if (responseHeaders) for (const k in headers) {
            const v = headers[k];
            if (typeof v === "string") responseHeaders.set(k, v);
            else {
              responseHeaders.delete(k);
              for (const v2 of v) responseHeaders.append(k, v2);
            }
          }
        }
        const status2 = typeof arg === "number" ? arg : arg?.status ?? this.#status;
        return createResponseInstance(data, {
          status: status2,
          headers: responseHeaders ?? headers
        });
      }
      newResponse = (...args) => this.#newResponse(...args);
      /**
      * `.body()` can return the HTTP response.
      * You can set headers with `.header()` and set HTTP status code with `.status`.
      * This can also be set in `.text()`, `.json()` and so on.
      *
      * @see {@link https://hono.dev/docs/api/context#body}
      *
      * @example
      * ```ts
      * app.get('/welcome', (c) => {
      *   // Set headers
      *   c.header('X-Message', 'Hello!')
      *   c.header('Content-Type', 'text/plain')
      *   // Set HTTP status code
      *   c.status(201)
      *
      *   // Return the response body
      *   return c.body('Thank you for coming')
      * })
      * ```
      */
      body = (data, arg, headers) => this.#newResponse(data, arg, headers);
      /**
      * `.text()` can render text as `Content-Type:text/plain`.
      *
      * @see {@link https://hono.dev/docs/api/context#text}
      *
      * @example
      * ```ts
      * app.get('/say', (c) => {
      *   return c.text('Hello!')
      * })
      * ```
      */
      text = (text2, arg, headers) => {
        return !this.#preparedHeaders && !this.#status && !arg && !headers && !this.finalized ? new Response(text2) : this.#newResponse(text2, arg, setDefaultContentType(TEXT_PLAIN, headers));
      };
      /**
      * `.json()` can render JSON as `Content-Type:application/json`.
      *
      * @see {@link https://hono.dev/docs/api/context#json}
      *
      * @example
      * ```ts
      * app.get('/api', (c) => {
      *   return c.json({ message: 'Hello!' })
      * })
      * ```
      */
      json = (object, arg, headers) => {
        return this.#newResponse(JSON.stringify(object), arg, setDefaultContentType("application/json", headers));
      };
      html = (html, arg, headers) => {
        const res = (html2) => this.#newResponse(html2, arg, setDefaultContentType("text/html; charset=UTF-8", headers));
        return typeof html === "object" ? resolveCallback(html, HtmlEscapedCallbackPhase.Stringify, false, {}).then(res) : res(html);
      };
      /**
      * `.redirect()` can Redirect, default status code is 302.
      *
      * @see {@link https://hono.dev/docs/api/context#redirect}
      *
      * @example
      * ```ts
      * app.get('/redirect', (c) => {
      *   return c.redirect('/')
      * })
      * app.get('/redirect-permanently', (c) => {
      *   return c.redirect('/', 301)
      * })
      * ```
      */
      redirect = (location, status2) => {
        const locationString = String(location);
        this.header("Location", !/[^\x00-\xFF]/.test(locationString) ? locationString : encodeURI(locationString));
        return this.newResponse(null, status2 ?? 302);
      };
      /**
      * `.notFound()` can return the Not Found Response.
      *
      * @see {@link https://hono.dev/docs/api/context#notfound}
      *
      * @example
      * ```ts
      * app.get('/notfound', (c) => {
      *   return c.notFound()
      * })
      * ```
      */
      notFound = () => {
        this.#notFoundHandler ??= () => createResponseInstance();
        return this.#notFoundHandler(this);
      };
    };
  }
});

// node_modules/hono/dist/compose.js
var compose;
var init_compose = __esm({
  "node_modules/hono/dist/compose.js"() {
    compose = (middleware, onError, onNotFound) => {
      return (context, next) => {
        let index = -1;
        return dispatch(0);
        async function dispatch(i) {
          if (i <= index) throw new Error("next() called multiple times");
          index = i;
          let res;
          let isError = false;
          let handler;
          if (middleware[i]) {
            handler = middleware[i][0][0];
            context.req.routeIndex = i;
          } else handler = i === middleware.length && next || void 0;
          if (handler) try {
            res = await handler(context, () => dispatch(i + 1));
          } catch (err) {
            if (err instanceof Error && onError) {
              context.error = err;
              res = await onError(err, context);
              isError = true;
            } else throw err;
          }
          else if (context.finalized === false && onNotFound) res = await onNotFound(context);
          if (res && (context.finalized === false || isError)) context.res = res;
          return context;
        }
      };
    };
  }
});

// node_modules/hono/dist/helper/route/index.js
var matchedRoutes, routePath;
var init_route = __esm({
  "node_modules/hono/dist/helper/route/index.js"() {
    init_constants();
    init_url();
    matchedRoutes = (c) => c.req[GET_MATCH_RESULT][0].map(([[, route]]) => route);
    routePath = (c, index) => matchedRoutes(c).at(index ?? c.req.routeIndex)?.path ?? "";
  }
});

// node_modules/hono/dist/router.js
var METHODS, MESSAGE_MATCHER_IS_ALREADY_BUILT, UnsupportedPathError;
var init_router = __esm({
  "node_modules/hono/dist/router.js"() {
    METHODS = [
      "get",
      "post",
      "put",
      "delete",
      "options",
      "patch",
      "query"
    ];
    MESSAGE_MATCHER_IS_ALREADY_BUILT = "Can not add a route since the matcher is already built.";
    UnsupportedPathError = class extends Error {
    };
  }
});

// node_modules/hono/dist/utils/constants.js
var COMPOSED_HANDLER;
var init_constants2 = __esm({
  "node_modules/hono/dist/utils/constants.js"() {
    COMPOSED_HANDLER = "__COMPOSED_HANDLER";
  }
});

// node_modules/hono/dist/utils/mount.js
var countTrailingSlashes, getPathPrefixLength, createMountedRequest;
var init_mount = __esm({
  "node_modules/hono/dist/utils/mount.js"() {
    init_http_exception();
    init_constants();
    init_url();
    countTrailingSlashes = (path18) => {
      let index = path18.length;
      while (index > 0 && path18.charCodeAt(index - 1) === 47) index--;
      return path18.length - index;
    };
    getPathPrefixLength = (c, pathPrefix, routePath2) => {
      if (!/[:*]/.test(pathPrefix)) return pathPrefix.length;
      const path18 = c.req.path;
      const matchResult = c.req[GET_MATCH_RESULT];
      const paramNames = /* @__PURE__ */ new Set();
      let length = 0;
      for (const part of splitRoutingPath(pathPrefix)) {
        if (part[0] === ":" && part.endsWith("}?")) throw new Error(`mount(): Optional regular expression parameters are not supported in "${routePath2}".`);
        const pattern = getPattern(part);
        if (pattern && pattern !== "*") {
          const name = pattern[1];
          if (paramNames.has(name)) throw new Error(`mount(): Duplicate path parameter "${name}" in "${routePath2}".`);
          paramNames.add(name);
        }
        if (pattern && pattern !== "*" && pattern[2] !== true) {
          const value = matchResult.length === 2 ? matchResult[1][matchResult[0][c.req.routeIndex][1][pattern[1]]] : matchResult[0][c.req.routeIndex][1][pattern[1]];
          length += value.length + 1;
        } else if (pattern || part.endsWith("*")) {
          const end = path18.indexOf("/", length + 1);
          length = end === -1 ? path18.length : end;
        } else length += part.length + 1;
      }
      return length;
    };
    createMountedRequest = (c, pathPrefix, routePath2) => {
      if (/[^/]\*$/.test(routePath2)) throw new Error(`mount(): Wildcard must follow "/" in "${routePath2}".`);
      const prefixLength = getPathPrefixLength(c, pathPrefix, routePath2);
      const path18 = c.req.path.slice(prefixLength) || "/";
      if (prefixLength > c.req.path.length || path18[0] !== "/" || /\/(?:\.|%2e){1,2}(?:\/|$)/i.test(path18)) throw new HTTPException(400, { message: "Invalid mounted path" });
      const rawUrl = c.req.raw.url;
      if (/^[^/?#]*\/\/[^/?#\\]*[?#\\]/.test(rawUrl)) throw new HTTPException(400, { message: "Invalid mounted path" });
      const rawPathEnd = rawUrl.search(/[?#]/);
      const rawTrailingSlashes = countTrailingSlashes(rawPathEnd === -1 ? rawUrl : rawUrl.slice(0, rawPathEnd));
      if (rawTrailingSlashes > 1 && countTrailingSlashes(c.req.path) === rawTrailingSlashes - 1) throw new HTTPException(400, { message: "Invalid mounted path" });
      const url = new URL(rawUrl);
      url.pathname = path18.replace(/[\\\t\n\r]/g, encodeURIComponent);
      if (path18.includes("%")) {
      }
      return new Request(url, c.req.raw);
    };
  }
});

// node_modules/hono/dist/hono-base.js
var notFoundHandler, errorHandler, Hono;
var init_hono_base = __esm({
  "node_modules/hono/dist/hono-base.js"() {
    init_compose();
    init_url();
    init_context();
    init_route();
    init_router();
    init_constants2();
    init_mount();
    notFoundHandler = (c) => {
      return c.text("404 Not Found", 404);
    };
    errorHandler = (err, c) => {
      if ("getResponse" in err) {
        const res = err.getResponse();
        return c.newResponse(res.body, res);
      }
      console.error(err);
      return c.text("Internal Server Error", 500);
    };
    Hono = class Hono2 {
      get;
      post;
      put;
      delete;
      options;
      patch;
      query;
      all;
      on;
      use;
      router;
      getPath;
      _basePath = "/";
      #path = "/";
      routes = [];
      constructor(options = {}) {
        [...METHODS, "all"].forEach((method) => {
          this[method] = (args1, ...args) => {
            const methodName = method.toUpperCase();
            if (typeof args1 === "string") this.#path = args1;
            else this.#addRoute(methodName, this.#path, args1);
            args.forEach((handler) => {
              this.#addRoute(methodName, this.#path, handler);
            });
            return this;
          };
        });
        this.on = (method, path18, ...handlers) => {
          for (const p of [path18].flat()) {
            this.#path = p;
            for (const m of [method].flat()) {
              const methodName = m.toUpperCase();
              for (const handler of handlers) this.#addRoute(methodName, this.#path, handler);
            }
          }
          return this;
        };
        this.use = (arg1, ...handlers) => {
          if (typeof arg1 === "string") this.#path = arg1;
          else {
            this.#path = "*";
            handlers.unshift(arg1);
          }
          handlers.forEach((handler) => {
            this.#addRoute("ALL", this.#path, handler);
          });
          return this;
        };
        const { strict, ...optionsWithoutStrict } = options;
        Object.assign(this, optionsWithoutStrict);
        this.getPath = strict ?? true ? options.getPath ?? getPath : getPathNoStrict;
      }
      #clone() {
        const clone = new Hono2({
          router: this.router,
          getPath: this.getPath
        });
        clone.errorHandler = this.errorHandler;
        clone.#notFoundHandler = this.#notFoundHandler;
        clone.routes = this.routes;
        return clone;
      }
      #notFoundHandler = notFoundHandler;
      errorHandler = errorHandler;
      /**
      * `.route()` allows grouping other Hono instance in routes.
      *
      * @see {@link https://hono.dev/docs/api/routing#grouping}
      *
      * @param {string} path - base Path
      * @param {Hono} app - other Hono instance
      * @returns {Hono} routed Hono instance
      *
      * @example
      * ```ts
      * const app = new Hono()
      * const app2 = new Hono()
      *
      * app2.get("/user", (c) => c.text("user"))
      * app.route("/api", app2) // GET /api/user
      * ```
      */
      route(path18, app) {
        const subApp = this.basePath(path18);
        app.routes.map((r) => {
          let handler;
          if (app.errorHandler === errorHandler) handler = r.handler;
          else {
            handler = async (c, next) => (await compose([], app.errorHandler)(c, () => r.handler(c, next))).res;
            handler[COMPOSED_HANDLER] = r.handler;
          }
          subApp.#addRoute(r.method, r.path, handler, r.basePath);
        });
        return this;
      }
      /**
      * `.basePath()` allows base paths to be specified.
      *
      * @see {@link https://hono.dev/docs/api/routing#base-path}
      *
      * @param {string} path - base Path
      * @returns {Hono} changed Hono instance
      *
      * @example
      * ```ts
      * const api = new Hono().basePath('/api')
      * ```
      */
      basePath(path18) {
        const subApp = this.#clone();
        subApp._basePath = mergePath(this._basePath, path18);
        return subApp;
      }
      /**
      * `.onError()` handles an error and returns a customized Response.
      *
      * @see {@link https://hono.dev/docs/api/hono#error-handling}
      *
      * @param {ErrorHandler} handler - request Handler for error
      * @returns {Hono} changed Hono instance
      *
      * @example
      * ```ts
      * app.onError((err, c) => {
      *   console.error(`${err}`)
      *   return c.text('Custom Error Message', 500)
      * })
      * ```
      */
      onError = (handler) => {
        this.errorHandler = handler;
        return this;
      };
      /**
      * `.notFound()` allows you to customize a Not Found Response.
      *
      * @see {@link https://hono.dev/docs/api/hono#not-found}
      *
      * @param {NotFoundHandler} handler - request handler for not-found
      * @returns {Hono} changed Hono instance
      *
      * @example
      * ```ts
      * app.notFound((c) => {
      *   return c.text('Custom 404 Message', 404)
      * })
      * ```
      */
      notFound = (handler) => {
        this.#notFoundHandler = handler;
        return this;
      };
      /**
      * `.mount()` allows you to mount applications built with other frameworks into your Hono application.
      *
      * @deprecated Use `mount()` from `hono/mount` instead. `.mount()` will be removed in v5.
      *
      * @see {@link https://hono.dev/docs/api/hono#mount}
      *
      * @param {string} path - base Path
      * @param {Function} applicationHandler - other Request Handler
      * @param {MountOptions} [options] - options of `.mount()`
      * @returns {Hono} mounted Hono instance
      * @throws {Error} If automatic request rewriting encounters duplicate path parameter names or an optional regular expression parameter.
      * @throws {HTTPException} With status 400 if automatic request rewriting cannot safely preserve the routed path.
      *
      * @example
      * ```ts
      * import { Router as IttyRouter } from 'itty-router'
      * import { Hono } from 'hono'
      * // Create itty-router application
      * const ittyRouter = IttyRouter()
      * // GET /itty-router/hello
      * ittyRouter.get('/hello', () => new Response('Hello from itty-router'))
      *
      * const app = new Hono()
      * app.mount('/itty-router', ittyRouter.handle)
      * ```
      *
      * @example
      * ```ts
      * const app = new Hono()
      * // Send the request to another application without modification.
      * app.mount('/app', anotherApp, {
      *   replaceRequest: (req) => req,
      * })
      * ```
      */
      mount(path18, applicationHandler, options) {
        let replaceRequest;
        let optionHandler;
        if (options) {
          if (typeof options === "function") optionHandler = options;
          else {
            optionHandler = options.optionHandler;
            if (options.replaceRequest === false) replaceRequest = (request) => request;
            else replaceRequest = options.replaceRequest;
          }
        }
        const getOptions = optionHandler ? (c) => {
          const options2 = optionHandler(c);
          return Array.isArray(options2) ? options2 : [options2];
        } : (c) => {
          let executionContext = void 0;
          try {
            executionContext = c.executionCtx;
          } catch {
          }
          return [c.env, executionContext];
        };
        const defaultReplaceRequest = (c) => {
          const mountedRoutePath = routePath(c);
          return createMountedRequest(c, mountedRoutePath.replace(/\/?\*$/, ""), mountedRoutePath);
        };
        const handler = async (c, next) => {
          const res = await applicationHandler(replaceRequest ? replaceRequest(c.req.raw) : defaultReplaceRequest(c), ...getOptions(c));
          if (res) return res;
          await next();
        };
        this.#addRoute("ALL", mergePath(path18, "*"), handler);
        return this;
      }
      #addRoute(method, path18, handler, baseRoutePath) {
        path18 = mergePath(this._basePath, path18);
        const r = {
          basePath: baseRoutePath !== void 0 ? mergePath(this._basePath, baseRoutePath) : this._basePath,
          path: path18,
          method,
          handler
        };
        this.router.add(method, path18, [handler, r]);
        this.routes.push(r);
      }
      #handleError(err, c) {
        if (err instanceof Error) return this.errorHandler(err, c);
        throw err;
      }
      #dispatch(request, executionCtx, env, method) {
        if (method === "HEAD") return (async () => new Response(null, await this.#dispatch(request, executionCtx, env, "GET")))();
        const path18 = this.getPath(request, { env });
        const matchResult = this.router.match(method, path18);
        const c = new Context(request, {
          path: path18,
          matchResult,
          env,
          executionCtx,
          notFoundHandler: this.#notFoundHandler
        });
        if (matchResult[0].length === 1) {
          let res;
          try {
            res = matchResult[0][0][0][0](c, async () => {
              c.res = await this.#notFoundHandler(c);
            });
          } catch (err) {
            return this.#handleError(err, c);
          }
          return res instanceof Promise ? res.then((resolved) => resolved || (c.finalized ? c.res : this.#notFoundHandler(c))).catch((err) => this.#handleError(err, c)) : res ?? this.#notFoundHandler(c);
        }
        const composed = compose(matchResult[0], this.errorHandler, this.#notFoundHandler);
        return (async () => {
          try {
            const context = await composed(c);
            if (!context.finalized) throw new Error("Context is not finalized. Did you forget to return a Response object or `await next()`?");
            return context.res;
          } catch (err) {
            return this.#handleError(err, c);
          }
        })();
      }
      /**
      * `.fetch()` will be entry point of your app.
      *
      * @see {@link https://hono.dev/docs/api/hono#fetch}
      *
      * @param {Request} request - request Object of request
      * @param {Env} env - env Object
      * @param {ExecutionContext} executionCtx - context of execution
      * @returns {Response | Promise<Response>} response of request
      *
      */
      fetch = (request, ...rest) => {
        return this.#dispatch(request, rest[1], rest[0], request.method);
      };
      /**
      * `.request()` is a useful method for testing.
      * You can pass a URL or pathname to send a GET request.
      * app will return a Response object.
      * ```ts
      * test('GET /hello is ok', async () => {
      *   const res = await app.request('/hello')
      *   expect(res.status).toBe(200)
      * })
      * ```
      * @see https://hono.dev/docs/api/hono#request
      */
      request = (input, requestInit, Env, executionCtx) => {
        if (input instanceof Request) return this.fetch(requestInit ? new Request(input, requestInit) : input, Env, executionCtx);
        input = input.toString();
        return this.fetch(new Request(/^https?:\/\//.test(input) ? input : `http://localhost${mergePath("/", input)}`, requestInit), Env, executionCtx);
      };
      /**
      * `.fire()` automatically adds a global fetch event listener.
      * This can be useful for environments that adhere to the Service Worker API, such as non-ES module Cloudflare Workers.
      * @deprecated
      * Use `fire` from `hono/service-worker` instead.
      * ```ts
      * import { Hono } from 'hono'
      * import { fire } from 'hono/service-worker'
      *
      * const app = new Hono()
      * // ...
      * fire(app)
      * ```
      * @see https://hono.dev/docs/api/hono#fire
      * @see https://developer.mozilla.org/en-US/docs/Web/API/Service_Worker_API
      * @see https://developers.cloudflare.com/workers/reference/migrate-to-module-workers/
      */
      fire = () => {
        addEventListener("fetch", (event) => {
          event.respondWith(this.#dispatch(event.request, event, void 0, event.request.method));
        });
      };
    };
  }
});

// node_modules/hono/dist/router/utils.js
var createNullObject;
var init_utils = __esm({
  "node_modules/hono/dist/router/utils.js"() {
    createNullObject = () => /* @__PURE__ */ Object.create(null);
  }
});

// node_modules/hono/dist/router/reg-exp-router/matcher.js
function match(method, path18) {
  const matchers = this.buildAllMatchers();
  const match2 = ((method2, path19) => {
    const matcher = matchers[method2] || matchers["ALL"];
    const staticMatch = matcher[2][path19];
    if (staticMatch) return staticMatch;
    const match3 = path19.match(matcher[0]);
    if (!match3) return [[], emptyParam];
    const index = match3.indexOf("", 1);
    return [matcher[1][index], match3];
  });
  this.match = match2;
  return match2(method, path18);
}
var emptyParam;
var init_matcher = __esm({
  "node_modules/hono/dist/router/reg-exp-router/matcher.js"() {
    init_router();
    emptyParam = [];
  }
});

// node_modules/hono/dist/router/reg-exp-router/node.js
function compareKey(a, b) {
  if (a.length === 1) return b.length === 1 ? a < b ? -1 : 1 : -1;
  if (b.length === 1) return 1;
  if (a === "[^]*" || a === "(?:|/[^]*)") return b === "[^]*" ? -1 : 1;
  else if (b === "[^]*" || b === "(?:|/[^]*)") return -1;
  if (a === "[^/]+") return 1;
  else if (b === "[^/]+") return -1;
  return a.length === b.length ? a < b ? -1 : 1 : b.length - a.length;
}
var LABEL_REG_EXP_STR, ONLY_WILDCARD_REG_EXP_STR, TAIL_WILDCARD_REG_EXP_STR, PATH_ERROR, regExpMetaChars, Node;
var init_node = __esm({
  "node_modules/hono/dist/router/reg-exp-router/node.js"() {
    init_utils();
    LABEL_REG_EXP_STR = "[^/]+";
    ONLY_WILDCARD_REG_EXP_STR = "[^]*";
    TAIL_WILDCARD_REG_EXP_STR = "(?:|/[^]*)";
    PATH_ERROR = /* @__PURE__ */ Symbol();
    regExpMetaChars = /* @__PURE__ */ new Set(".\\+*[^]$()");
    Node = class Node2 {
      #index;
      #varIndex;
      #children = createNullObject();
      insert(tokens, index, paramMap, context, keys) {
        let node = this;
        for (let i = 0, len = tokens.length; i < len; i++) {
          const token = tokens[i];
          const pattern = token.length === 1 ? token === "*" ? i === len - 1 ? [
            "",
            "",
            ONLY_WILDCARD_REG_EXP_STR
          ] : [
            "",
            "",
            LABEL_REG_EXP_STR
          ] : null : token === "/*" ? [
            "",
            "",
            TAIL_WILDCARD_REG_EXP_STR
          ] : token.match(/^\:([^\{\}]+)(?:\{(.+)\})?$/);
          let nextNode;
          if (pattern) {
            const name = pattern[1];
            let regexpStr = pattern[2] || "[^/]+";
            if (name && pattern[2]) {
              if (new RegExp(regexpStr).test("")) throw PATH_ERROR;
              regexpStr = regexpStr.replace(/^\((?!\?:)(?=[^)]+\)$)/, "(?:");
              if (/\((?!\?:)/.test(regexpStr)) throw PATH_ERROR;
              if (regexpStr.length === 1 && regExpMetaChars.has(regexpStr)) throw PATH_ERROR;
            }
            keys.push(regexpStr);
            nextNode = node.#children[regexpStr];
            if (!nextNode) {
              if (regexpStr !== "[^]*" && regexpStr !== "(?:|/[^]*)") {
                for (const k in node.#children) if ((regexpStr.length > 1 || k.length > 1) && k !== "[^]*" && k !== "(?:|/[^]*)") throw PATH_ERROR;
              }
              nextNode = node.#children[regexpStr] = new Node2();
            }
            if (name !== "") {
              nextNode.#varIndex ??= context.varIndex++;
              paramMap.push([name, nextNode.#varIndex]);
            }
          } else {
            keys.push(token);
            nextNode = node.#children[token];
            if (!nextNode) {
              for (const k in node.#children) if (k.length > 1 && k !== "[^]*" && k !== "(?:|/[^]*)") throw PATH_ERROR;
              nextNode = node.#children[token] = new Node2();
            }
          }
          node = nextNode;
        }
        if (node.#index !== void 0) throw PATH_ERROR;
        node.#index = index;
      }
      buildRegExpStr() {
        const strList = Object.keys(this.#children).sort(compareKey).map((k) => {
          const c = this.#children[k];
          const childStr = c.buildRegExpStr();
          return childStr === "" ? "" : (typeof c.#varIndex === "number" ? `(${k})@${c.#varIndex}` : regExpMetaChars.has(k) ? `\\${k}` : k) + childStr;
        }).filter(Boolean);
        if (typeof this.#index === "number" && this.#index !== -1) strList.unshift(`#${this.#index}`);
        if (strList.length === 0) return "";
        if (strList.length === 1) return strList[0];
        return "(?:" + strList.join("|") + ")";
      }
    };
  }
});

// node_modules/hono/dist/router/reg-exp-router/trie.js
var Trie;
var init_trie = __esm({
  "node_modules/hono/dist/router/reg-exp-router/trie.js"() {
    init_utils();
    init_node();
    Trie = class {
      #context = { varIndex: 0 };
      #root = new Node();
      #index = 0;
      paths = createNullObject();
      insert(path18, isStatic) {
        const keys = [];
        if (isStatic) {
          this.#root.insert(path18.split(""), -1, [], this.#context, keys);
          this.paths[path18] = [
            -1,
            [],
            keys
          ];
          return;
        }
        const paramAssoc = [];
        const groups = [];
        let markedPath = path18;
        for (let i = 0; ; ) {
          let replaced = false;
          markedPath = markedPath.replace(/\{(?:\{[\d,]+\}|[^}])+\}/g, (m) => {
            const mark = `@\\${i}`;
            groups[i] = [mark, m];
            i++;
            replaced = true;
            return mark;
          });
          if (!replaced) break;
        }
        const tokens = markedPath.match(/(?::[^\/]+)|(?:\/\*$)|./gs) || [];
        for (let i = groups.length - 1; i >= 0; i--) {
          const [mark] = groups[i];
          for (let j = tokens.length - 1; j >= 0; j--) if (tokens[j].indexOf(mark) !== -1) {
            tokens[j] = tokens[j].replace(mark, groups[i][1]);
            break;
          }
        }
        this.#root.insert(tokens, this.#index, paramAssoc, this.#context, keys);
        this.paths[path18] = [
          this.#index++,
          paramAssoc,
          keys
        ];
      }
      buildRegExp() {
        let regexp = this.#root.buildRegExpStr();
        if (regexp === "") return [
          /^$/,
          [],
          []
        ];
        let captureIndex = 0;
        const indexReplacementMap = [];
        const paramReplacementMap = [];
        regexp = regexp.replace(/#(\d+)|@(\d+)|\.\*\$/g, (_, handlerIndex, paramIndex) => {
          if (handlerIndex !== void 0) {
            indexReplacementMap[++captureIndex] = Number(handlerIndex);
            return "$()";
          }
          if (paramIndex !== void 0) {
            paramReplacementMap[Number(paramIndex)] = ++captureIndex;
            return "";
          }
          return "";
        });
        return [
          new RegExp(`^${regexp}`),
          indexReplacementMap,
          paramReplacementMap
        ];
      }
    };
  }
});

// node_modules/hono/dist/router/reg-exp-router/router.js
function endsWithWildcard(keys) {
  const tail = keys[keys.length - 1];
  return tail === "[^]*" || tail === "(?:|/[^]*)";
}
function covers(wildcard, target) {
  const last = wildcard.length - 1;
  for (let i = 0; i < last; i++) if (wildcard[i] !== target[i]) return false;
  return wildcard[last] === "[^]*" || target.length === last || target[last] === "/";
}
var RegExpRouter;
var init_router2 = __esm({
  "node_modules/hono/dist/router/reg-exp-router/router.js"() {
    init_url();
    init_router();
    init_utils();
    init_matcher();
    init_node();
    init_trie();
    RegExpRouter = class {
      name = "RegExpRouter";
      #handlers;
      #tries;
      constructor() {
        this.#handlers = { ["ALL"]: [] };
        this.#tries = { ["ALL"]: new Trie() };
      }
      #insertPath(method, path18) {
        try {
          this.#tries[method].insert(path18, !/\*|\/:/.test(path18));
        } catch (e) {
          throw e === PATH_ERROR ? new UnsupportedPathError(path18) : e;
        }
      }
      add(method, path18, handler) {
        const handlers = this.#handlers;
        if (!handlers) throw new Error(MESSAGE_MATCHER_IS_ALREADY_BUILT);
        const tries = this.#tries;
        if (!handlers[method]) {
          tries[method] = new Trie();
          handlers[method] = [...handlers["ALL"]];
          for (const p in tries["ALL"].paths) this.#insertPath(method, p);
        }
        if (path18 === "/*") path18 = "*";
        const methods = method === "ALL" ? Object.keys(handlers) : [method];
        const paths = checkOptionalParameter(path18) || [path18];
        for (const path19 of paths) for (const m of methods) {
          if (!tries[m].paths[path19]) this.#insertPath(m, path19);
          handlers[m].push([handler, path19]);
        }
      }
      match = match;
      buildAllMatchers() {
        const matchers = createNullObject();
        for (const method of Object.keys(this.#handlers)) matchers[method] = this.#buildMatcher(method);
        this.#handlers = this.#tries = void 0;
        return matchers;
      }
      #buildMatcher(method) {
        const handlers = this.#handlers[method];
        const trie = this.#tries[method];
        const staticMap = createNullObject();
        const handlerData = [];
        const [regexp, indexReplacementMap, paramReplacementMap] = trie.buildRegExp();
        const own = createNullObject();
        const entries = handlers.map(([h, p], i) => {
          (own[p] ??= []).push(i);
          return [h, trie.paths[p][1].reduceRight((map, [key2, varIndex]) => {
            map[key2] = paramReplacementMap[varIndex];
            return map;
          }, createNullObject())];
        });
        const wildcards = Object.keys(own).filter((p) => endsWithWildcard(trie.paths[p][2]));
        for (const path18 in trie.paths) {
          const [index, , keys] = trie.paths[path18];
          const indexes = [...own[path18]];
          for (const p of wildcards) if (p !== path18 && covers(trie.paths[p][2], keys)) indexes.push(...own[p]);
          const data = indexes.sort((a, b) => a - b).map((i) => entries[i]);
          if (index === -1) {
            const last = Math.max(-1, ...data.flatMap(([, map]) => Object.values(map)));
            staticMap[path18] = [data, last === -1 ? emptyParam : path18.match(regexp).slice(0, last + 1)];
          } else handlerData[index] = data;
        }
        return [
          regexp,
          indexReplacementMap.map((i) => handlerData[i]),
          staticMap
        ];
      }
    };
  }
});

// node_modules/hono/dist/router/smart-router/router.js
var SmartRouter;
var init_router3 = __esm({
  "node_modules/hono/dist/router/smart-router/router.js"() {
    init_router();
    SmartRouter = class {
      name = "SmartRouter";
      #routers = [];
      #routes = [];
      constructor(init2) {
        this.#routers = init2.routers;
      }
      add(method, path18, handler) {
        if (!this.#routes) throw new Error(MESSAGE_MATCHER_IS_ALREADY_BUILT);
        this.#routes.push([
          method,
          path18,
          handler
        ]);
      }
      match(method, path18) {
        if (!this.#routes) throw new Error("Fatal error");
        const routers = this.#routers;
        const routes = this.#routes;
        const len = routers.length;
        let i = 0;
        let res;
        for (; i < len; i++) {
          const router = routers[i];
          try {
            for (let i2 = 0, len2 = routes.length; i2 < len2; i2++) router.add(...routes[i2]);
            res = router.match(method, path18);
          } catch (e) {
            if (e instanceof UnsupportedPathError) continue;
            throw e;
          }
          this.match = router.match.bind(router);
          this.#routers = [router];
          this.#routes = void 0;
          break;
        }
        if (i === len) throw new Error("Fatal error");
        this.name = `SmartRouter + ${this.activeRouter.name}`;
        return res;
      }
      get activeRouter() {
        if (this.#routes || this.#routers.length !== 1) throw new Error("No active router has been determined yet.");
        return this.#routers[0];
      }
    };
  }
});

// node_modules/hono/dist/router/trie-router/node.js
var emptyParams, order, Node3;
var init_node2 = __esm({
  "node_modules/hono/dist/router/trie-router/node.js"() {
    init_url();
    init_router();
    init_utils();
    emptyParams = createNullObject();
    order = 0;
    Node3 = class Node4 {
      #methods = [];
      #children = createNullObject();
      #patterns = [];
      #pattern;
      #params = emptyParams;
      insert(method, path18, handler) {
        let curNode = this;
        const parts = splitRoutingPath(path18);
        const possibleKeys = /* @__PURE__ */ new Set();
        let i = 0;
        for (const p of parts) {
          const nextP = parts[++i];
          const pattern = getPattern(p, nextP) || (nextP === void 0 && p && p.indexOf("*") === p.length - 1 ? p : null);
          const isParam = Array.isArray(pattern);
          const key2 = isParam ? pattern[0] : pattern || p;
          const child = curNode.#children[key2] ||= new Node4();
          if (pattern && !child.#pattern) {
            child.#pattern = pattern;
            curNode.#patterns.push(child);
          }
          curNode = child;
          if (isParam) possibleKeys.add(pattern[1]);
        }
        curNode.#methods.push({ [method]: {
          handler,
          possibleKeys: [...possibleKeys],
          score: ++order
        } });
      }
      #pushHandlerSets(handlerSets, node, method, nodeParams, params) {
        for (let i = 0, len = node.#methods.length; i < len; i++) {
          const m = node.#methods[i];
          const handlerSet = m[method] || m["ALL"];
          if (handlerSet) {
            handlerSet.params = createNullObject();
            handlerSets.push(handlerSet);
            for (let i2 = 0, len2 = handlerSet.possibleKeys.length; i2 < len2; i2++) {
              const key2 = handlerSet.possibleKeys[i2];
              handlerSet.params[key2] = params?.[key2] && !i2 ? params[key2] : nodeParams[key2] ?? params?.[key2];
            }
          }
        }
      }
      search(method, path18) {
        const handlerSets = [];
        this.#params = emptyParams;
        let curNodes = [this];
        const parts = splitPath(path18);
        const curNodesQueue = [];
        const len = parts.length;
        let partOffsets = null;
        for (let i = 0; i < len; i++) {
          const part = parts[i];
          const isLast = i === len - 1;
          const tempNodes = [];
          for (let j = 0, len2 = curNodes.length; j < len2; j++) {
            const node = curNodes[j];
            const nextNode = node.#children[part];
            if (nextNode) {
              nextNode.#params = node.#params;
              if (isLast) {
                if (nextNode.#children["*"]) this.#pushHandlerSets(handlerSets, nextNode.#children["*"], method, node.#params);
                this.#pushHandlerSets(handlerSets, nextNode, method, node.#params);
              } else tempNodes.push(nextNode);
            }
            for (const child of node.#patterns) {
              const pattern = child.#pattern;
              const params = node.#params === emptyParams ? {} : { ...node.#params };
              if (typeof pattern === "string") {
                if (pattern === "*" || part.startsWith(pattern.slice(0, -1))) {
                  this.#pushHandlerSets(handlerSets, child, method, node.#params);
                  if (pattern === "*") {
                    child.#params = params;
                    tempNodes.push(child);
                  }
                }
                continue;
              }
              const [, name, matcher] = pattern;
              if (!part && matcher === true) continue;
              if (matcher !== true) {
                if (!partOffsets) {
                  partOffsets = [];
                  let offset = path18[0] === "/" ? 1 : 0;
                  for (let p = 0; p < len; p++) {
                    partOffsets[p] = offset;
                    offset += parts[p].length + 1;
                  }
                }
                const restPathString = path18.slice(partOffsets[i]);
                const m = matcher.exec(restPathString);
                if (m) {
                  if (!Object.hasOwn(params, name)) params[name] = m[0];
                  this.#pushHandlerSets(handlerSets, child, method, node.#params, params);
                  if (m[0].length === restPathString.length && child.#children["*"]) this.#pushHandlerSets(handlerSets, child.#children["*"], method, node.#params, params);
                  for (const _ in child.#children) {
                    child.#params = params;
                    const componentCount = m[0].match(/\//g)?.length ?? 0;
                    (curNodesQueue[componentCount] ||= []).push(child);
                    break;
                  }
                  continue;
                }
              }
              if (matcher === true || matcher.test(part)) {
                if (!Object.hasOwn(params, name)) params[name] = part;
                if (isLast) {
                  this.#pushHandlerSets(handlerSets, child, method, params, node.#params);
                  if (child.#children["*"]) this.#pushHandlerSets(handlerSets, child.#children["*"], method, params, node.#params);
                } else {
                  child.#params = params;
                  tempNodes.push(child);
                }
              }
            }
          }
          const shifted = curNodesQueue.shift();
          curNodes = shifted ? tempNodes.concat(shifted) : tempNodes;
        }
        if (handlerSets[1]) handlerSets.sort((a, b) => {
          return a.score - b.score;
        });
        return [handlerSets.map(({ handler, params }) => [handler, params])];
      }
    };
  }
});

// node_modules/hono/dist/router/trie-router/router.js
var TrieRouter;
var init_router4 = __esm({
  "node_modules/hono/dist/router/trie-router/router.js"() {
    init_url();
    init_node2();
    TrieRouter = class {
      name = "TrieRouter";
      #node = new Node3();
      add(method, path18, handler) {
        for (const result of checkOptionalParameter(path18) || [path18]) this.#node.insert(method, result, handler);
      }
      match(method, path18) {
        return this.#node.search(method, path18);
      }
    };
  }
});

// node_modules/hono/dist/router/trie-router/index.js
var init_trie_router = __esm({
  "node_modules/hono/dist/router/trie-router/index.js"() {
    init_router4();
  }
});

// node_modules/hono/dist/hono.js
var Hono3;
var init_hono = __esm({
  "node_modules/hono/dist/hono.js"() {
    init_hono_base();
    init_router2();
    init_router3();
    init_router4();
    init_trie_router();
    Hono3 = class extends Hono {
      /**
      * Creates an instance of the Hono class.
      *
      * @param options - Optional configuration options for the Hono instance.
      */
      constructor(options = {}) {
        super(options);
        this.router = options.router ?? new SmartRouter({ routers: [new RegExpRouter(), new TrieRouter()] });
      }
    };
  }
});

// node_modules/hono/dist/index.js
var init_dist2 = __esm({
  "node_modules/hono/dist/index.js"() {
    init_context();
    init_hono();
  }
});

// node_modules/hono/dist/middleware/body-limit/index.js
var ERROR_MESSAGE, bodyLimit;
var init_body_limit = __esm({
  "node_modules/hono/dist/middleware/body-limit/index.js"() {
    init_http_exception();
    ERROR_MESSAGE = "Payload Too Large";
    bodyLimit = (options) => {
      const onError = options.onError || (() => {
        const res = new Response(ERROR_MESSAGE, { status: 413 });
        throw new HTTPException(413, { res });
      });
      const maxSize = options.maxSize;
      return async function bodyLimit2(c, next) {
        if (!c.req.raw.body) return next();
        const hasTransferEncoding = c.req.raw.headers.has("transfer-encoding");
        if (c.req.raw.headers.has("content-length") && !hasTransferEncoding) return parseInt(c.req.raw.headers.get("content-length") || "0", 10) > maxSize ? onError(c) : next();
        let size = 0;
        let buffer = /* @__PURE__ */ new Uint8Array(0);
        const rawReader = c.req.raw.body.getReader();
        for (; ; ) {
          const { done, value } = await rawReader.read();
          if (done) break;
          const offset = size;
          size += value.length;
          if (size > maxSize) return onError(c);
          if (size > buffer.length) {
            const grown = new Uint8Array(Math.min(maxSize, Math.max(size, buffer.length * 2)));
            grown.set(buffer.subarray(0, offset));
            buffer = grown;
          }
          buffer.set(value, offset);
        }
        c.req.raw = new Request(c.req.raw, { body: buffer.subarray(0, size) });
        return next();
      };
    };
  }
});

// js-shim/serve/page-of.js
function limitOf(query) {
  const given = query.get("limit");
  if (given === null) return LIMIT.usual;
  const limit = Number(given);
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT.most)
    throw new Problem("bad-request", `limit must be a whole number from 1 to ${LIMIT.most}.`);
  return limit;
}
function pageOf(items, placeOf2, query, direction = -1) {
  const after3 = placeIn(query.get("cursor"));
  const rest = after3 ? items.filter((item) => compare(placeOf2(item), after3) * direction > 0) : items;
  const page = rest.slice(0, limitOf(query));
  const last = page.at(-1);
  const next = last !== void 0 && page.length < rest.length ? cursorOf(placeOf2(last)) : null;
  return { items: page, next };
}
function compare([timeA, idA], [timeB, idB]) {
  return timeA - timeB || (idA < idB ? -1 : idA > idB ? 1 : 0);
}
function placeIn(cursor) {
  if (cursor === null) return null;
  try {
    const [time3, id] = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (typeof time3 === "number" && typeof id === "string") return [time3, id];
  } catch {
  }
  throw new Problem("bad-request", "The cursor is not one that this server gave out; begin without one.");
}
var LIMIT, cursorOf;
var init_page_of = __esm({
  "js-shim/serve/page-of.js"() {
    "use strict";
    init_problem();
    LIMIT = { usual: 50, most: 500 };
    cursorOf = (place) => Buffer.from(JSON.stringify(place)).toString("base64url");
  }
});

// js-shim/serve/activity.js
import { journalPath as journalPath8, readText as readText8 } from "../js-shim/files.js";
function activityIn(project3, of2, query) {
  const all = "task" in of2 ? ofTask(project3, of2.task) : ofRoot(project3, of2.root);
  const numbered = all.map((change, index) => ({ ...change, project: project3.id, index }));
  const place = ({ t, index }) => (
    /** @type {[number, string]} */
    [t, String(index).padStart(9, "0")]
  );
  const { items, next } = pageOf(numbered, place, query, 1);
  return { items: items.map(({ index: _index, ...change }) => change), next, total: all.length };
}
function ofTask(project3, id) {
  const task = project3.task(id);
  const text2 = task?.root ? readText8(journalPath8(project3.dir, task.root)) : null;
  const found = text2 !== null && task ? activityOf(text2, task) : [];
  if (found.length > 0 || !task) return found;
  const { queued, root, status: status2, description } = task;
  return [{ t: queued, root, event: "created", task: id, status: status2, description }];
}
function ofRoot(project3, root) {
  const reader = changesOf(root);
  return (readText8(journalPath8(project3.dir, root)) ?? "").split("\n").flatMap((line) => reader.read(line) ?? []).filter(({ t }) => t > 0).sort((a, b) => a.t - b.t);
}
var init_activity = __esm({
  "js-shim/serve/activity.js"() {
    "use strict";
    init_changes();
    init_show();
    init_page_of();
  }
});

// js-shim/serve/body.js
async function bodyOf(request, fields) {
  const type = request.headers.get("content-type") ?? "";
  const text2 = await request.text();
  if (text2.trim() === "") return checked({}, fields);
  if (!/^application\/json\b/i.test(type))
    throw new Problem("not-json", "Send the body as JSON, with `content-type: application/json`.");
  return checked(parsed3(text2), fields);
}
function parsed3(text2) {
  try {
    return JSON.parse(text2);
  } catch {
    throw new Problem("bad-request", "The body is not valid JSON.");
  }
}
function checked(body, fields) {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new Problem("bad-request", "The body must be a JSON object.");
  for (const name of Object.keys(body)) {
    if (!Object.hasOwn(fields, name))
      throw new Problem(
        "bad-request",
        `The body has a field that is not known, "${name.slice(0, 50)}"; it can have ${Object.keys(fields).join(", ") || "none"}.`
      );
  }
  for (const [name, { type, required = false, most = Number.POSITIVE_INFINITY }] of Object.entries(fields)) {
    const value = body[name] ?? void 0;
    if (value === void 0 && !required) continue;
    if (typeof value !== type || required && !String(value).trim())
      throw new Problem("bad-request", `${name} must be a ${required ? "non-empty " : ""}${type}.`);
    if (String(value).length > most)
      throw new Problem("bad-request", `${name} must have ${most} characters at most.`);
  }
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}
var BODY_BYTES;
var init_body2 = __esm({
  "js-shim/serve/body.js"() {
    "use strict";
    init_problem();
    BODY_BYTES = 1e6;
  }
});

// js-shim/serve/event-stream.js
function eventStream(served, request) {
  const query = new URL(request.url).searchParams;
  const last = request.headers.get("last-event-id") ?? query.get("last_event_id");
  const wanted = filterOf(query);
  const from = query.get("from") ?? "now";
  if (from !== "now" && from !== "start") throw new Problem("bad-request", "from must be now or start.");
  if (streams >= STREAMS)
    throw new Problem("unavailable", `${STREAMS} streams are open; close some, or try again later.`);
  const readers = served.map((one) => readerOf(one, placesIn(last), from));
  const id = () => readers.map(({ id: id2 }) => id2()).join(".");
  const encoder = new TextEncoder();
  let wake = () => {
  };
  const stops = served.map(({ events }) => events.onEvents(() => wake()));
  let isOpen = true;
  streams++;
  function close() {
    if (!isOpen) return;
    isOpen = false;
    streams--;
    for (const stop of stops) stop();
    wake();
  }
  request.signal.addEventListener("abort", close);
  const body = new ReadableStream({
    start(controller) {
      const lost = readers.filter(({ isLost }) => isLost).map(({ project: project3 }) => project3);
      const first = lost.length > 0 ? { event: "reset", projects: lost } : { event: "ready" };
      controller.enqueue(encoder.encode(`retry: ${RETRY_MS}
${block(id(), first, first.event)}`));
    },
    async pull(controller) {
      while (isOpen) {
        const text2 = readers.map((reader) => reader.next(wanted, () => id())).join("");
        if (text2) return controller.enqueue(encoder.encode(text2));
        if (!await changed())
          return isOpen ? controller.enqueue(encoder.encode(": still here\n\n")) : void 0;
      }
    },
    cancel: close
  });
  function changed() {
    return new Promise((resolve) => {
      const late = setTimeout(() => resolve(false), HEARTBEAT_MS);
      wake = () => {
        clearTimeout(late);
        resolve(true);
      };
    });
  }
  const headers = {
    "content-type": "text/event-stream",
    "cache-control": "no-store",
    "x-accel-buffering": "no"
  };
  return new Response(body, { headers });
}
function readerOf({ project: project3, events }, places, from) {
  const { log } = events;
  const known = places.get(log.epoch());
  const start = from === "start" ? log.base() : log.seq();
  const isLost = known === void 0 ? places.size > 0 : known < log.base() || known > log.seq();
  let at = { epoch: log.epoch(), seq: known === void 0 ? start : known > log.seq() ? log.seq() : known };
  return {
    project: project3.id,
    isLost,
    id: () => `${at.epoch}-${at.seq}`,
    /** The next ones as text; empty when there are none. @param {(change: any) => boolean} wanted @param {() => string} id */
    next(wanted, id) {
      if (at.epoch !== log.epoch()) at = { epoch: log.epoch(), seq: log.base() };
      let text2 = "";
      for (let batch = log.after(at.seq, BATCH); batch.length > 0 && !text2; batch = log.after(at.seq, BATCH)) {
        for (const { seq, change } of batch) {
          at = { ...at, seq };
          if (wanted(change)) text2 += block(id(), { project: project3.id, ...change });
        }
      }
      return text2;
    }
  };
}
function block(id, data, event) {
  return `${event ? `event: ${event}
` : ""}id: ${id}
data: ${JSON.stringify(data)}

`;
}
function placesIn(id) {
  const parts = id?.split(".") ?? [];
  const places = parts.flatMap((part) => {
    const [, epoch, seq] = part.match(/^([0-9a-f]{8})-(\d{1,15})$/) ?? [];
    return epoch ? [
      /** @type {[string, number]} */
      [epoch, Number(seq)]
    ] : [];
  });
  if (id && places.length !== parts.length)
    throw new Problem("bad-request", "Last-Event-ID is none that this server gave out; leave it out.");
  return new Map(places);
}
function filterOf(query) {
  const events = query.get("event")?.split(",");
  const root = query.get("root");
  const task = query.get("task");
  return (change) => (events?.includes(change.event) ?? true) && (root === null || change.root === root) && (task === null || change.task === task || (change.tasks?.includes(task) ?? false));
}
var HEARTBEAT_MS, RETRY_MS, BATCH, STREAMS, streams;
var init_event_stream = __esm({
  "js-shim/serve/event-stream.js"() {
    "use strict";
    init_problem();
    HEARTBEAT_MS = 15e3;
    RETRY_MS = 1e3;
    BATCH = 100;
    STREAMS = 500;
    streams = 0;
  }
});

// js-shim/serve/schemas.js
var text, textOrNull, whole, wholeOrNull, flag, time2, timeOrNull, counts, exactly, status, inShort, note2, quantiles, project, schemas;
var init_schemas = __esm({
  "js-shim/serve/schemas.js"() {
    "use strict";
    text = { type: "string" };
    textOrNull = { type: ["string", "null"] };
    whole = { type: "integer" };
    wholeOrNull = { type: ["integer", "null"] };
    flag = { type: "boolean" };
    time2 = { type: "integer", description: "Milliseconds since 1970." };
    timeOrNull = { type: ["integer", "null"], description: "Milliseconds since 1970, once it has come." };
    counts = { type: "object", additionalProperties: whole };
    exactly = (properties) => ({
      type: "object",
      required: Object.keys(properties),
      properties,
      additionalProperties: false
    });
    status = {
      type: "string",
      enum: ["created", "starting", "pending", "running", "completed", "failed", "cancelled", "interrupted"],
      description: "`created`: not executed yet; `starting`: executed, on its way into a queue; `pending`: in the queue; `interrupted`: its OpenCode ended, it can be resumed."
    };
    inShort = {
      id: text,
      project: text,
      root: { ...text, description: "The session that launched it; empty until it has one." },
      session: { ...textOrNull, description: "Its own session." },
      status,
      description: text,
      agent: text,
      model: { ...textOrNull, description: "provider/model" },
      origin: { type: "string", enum: ["agent", "user", "native"] },
      follows: { ...textOrNull, description: "The task that it takes up." },
      continued_by: { ...textOrNull, description: "The task that took it up." },
      place: { ...wholeOrNull, description: "Its place in the queue from one, while pending." },
      queued: time2,
      started: timeOrNull,
      ended: timeOrNull,
      run_time: { ...whole, description: "Milliseconds of work so far." },
      steps: whole,
      tool_calls: whole,
      tokens: whole,
      cost: { type: "number" },
      tool: { ...textOrNull, description: "The tool that runs now." },
      asking: { ...textOrNull, description: "The permission it waits for." },
      error: { ...textOrNull, description: "Why it failed." },
      delivered: { ...flag, description: "Whether its agent has been told of its end." },
      viewed: { ...flag, description: "Whether a person has seen its end." },
      resumable: flag
    };
    note2 = exactly({ t: time2, text });
    quantiles = exactly({ median: wholeOrNull, p95: wholeOrNull });
    project = {
      id: text,
      name: text,
      folder: text,
      state: text,
      opencode: exactly({ state: { type: "string", enum: ["none", "starting", "running"] }, pid: wholeOrNull }),
      problems: { type: "array", items: text }
    };
    schemas = {
      TaskInShort: exactly({ ...inShort, latest: { ...textOrNull, description: "What it did last." } }),
      Task: exactly({
        ...inShort,
        prompt: text,
        result: text,
        activity: { type: "array", items: note2, description: "What it did last, oldest first." },
        leftovers: { type: "array", items: text, description: "Todos that its agent left open." }
      }),
      NewTask: {
        type: "object",
        required: ["prompt"],
        additionalProperties: false,
        properties: {
          prompt: { ...text, minLength: 1, description: "What the agent is told." },
          description: {
            ...text,
            maxLength: 200,
            description: "A few words for lists; the first of the prompt if absent."
          },
          agent: { ...text, maxLength: 100, description: "`general` if absent." },
          root: {
            ...text,
            description: "The session whose queue it enters and whose agent gets its result. If absent: the one used last that an OpenCode has open, or else one of its own."
          },
          project: { ...text, description: "Needed if several are served." },
          execute: { ...flag, default: false, description: "Execute it at once." }
        }
      },
      Message: {
        type: "object",
        required: ["text"],
        additionalProperties: false,
        properties: { text: { ...text, minLength: 1 } }
      },
      ExecutionStarted: exactly({
        id: text,
        status: { const: "execution_started" },
        task: { $ref: "#/components/schemas/Task" }
      }),
      Done: {
        type: "object",
        required: ["message"],
        additionalProperties: false,
        properties: {
          message: text,
          task: {
            anyOf: [{ $ref: "#/components/schemas/Task" }, { type: "null" }],
            description: "The task as it is now, or the one that took it up."
          }
        }
      },
      DoneInSessions: exactly({ items: { type: "array", items: exactly({ root: text, message: text }) } }),
      Session: exactly({
        root: text,
        project: text,
        alive: { ...flag, description: "Whether an OpenCode has it open." },
        pid: { ...wholeOrNull, description: "That of its OpenCode." },
        changed: { type: "number", description: "When its journal last changed." },
        indicator: { ...text, description: "2 running \xB7 3 queued \xB7 1 failed" },
        stopped: { ...flag, description: "Whether automatic prompts are stopped." },
        halted: { ...textOrNull, description: "Why its queue stands still." },
        halted_by: { ...textOrNull, description: "The task whose failure stopped it." },
        waiting: { type: "array", items: text, description: "Requests that have no answer yet." },
        tasks: counts,
        stats: { $ref: "#/components/schemas/Counts" },
        problems: { type: "array", items: text },
        newer: { ...flag, description: "Its journal is of a newer Holdfast; nothing is written into it." },
        records: whole
      }),
      Change: {
        type: "object",
        required: ["t", "root", "event", "project"],
        properties: {
          t: time2,
          root: { ...text, description: "The session whose journal says it." },
          project: text,
          event: { ...text, description: "The name of the journal's record; there will be more." },
          task: text,
          status: { ...text, description: "The task's new status, where it has one." }
        },
        additionalProperties: true
      },
      Queue: exactly({
        project: text,
        root: text,
        model: textOrNull,
        limit: { ...whole, description: "How many run at once." },
        alive: flag,
        halted: textOrNull,
        running: { type: "array", items: text },
        pending: { type: "array", items: text }
      }),
      Counts: exactly({
        outcomes: counts,
        queue: quantiles,
        run: quantiles,
        wake: quantiles,
        prompts: counts,
        quieted: counts
      }),
      Stats: exactly({
        project: text,
        outcomes: counts,
        queue: quantiles,
        run: quantiles,
        wake: quantiles,
        prompts: counts,
        quieted: counts
      }),
      Project: exactly(project),
      Health: exactly({
        status: { const: "ok" },
        version: text,
        projects: { type: "array", items: exactly(project) }
      }),
      Problem: {
        type: "object",
        required: ["type", "title", "status", "detail"],
        properties: {
          type: text,
          title: text,
          status: whole,
          detail: { ...text, description: "What to do, in a sentence." }
        }
      }
    };
  }
});

// js-shim/serve/openapi.js
function openapi(version2) {
  return {
    openapi: "3.1.0",
    info: {
      title: "Holdfast",
      version: version2,
      description: "Background tasks of OpenCode: create, execute, steer and follow them.",
      license: { name: "MIT", identifier: "MIT" }
    },
    servers: [{ url: "/" }],
    security: [{ token: [] }],
    paths: {
      "/api/tasks": {
        ...get("Tasks, newest first", pageOf2("TaskInShort"), [
          project2,
          inQuery("status", "One or several statuses, with commas between them."),
          inQuery("root", "The session that launched them."),
          inQuery("agent", "Their agent."),
          inQuery("model", "Their model, `provider/model`."),
          inQuery("q", "Words of their description."),
          ...paged
        ]),
        post: {
          summary: "Create a task",
          description: "It waits for its execute call, unless `execute` is true.",
          parameters: [key],
          requestBody: { required: true, ...bodyOf2("The task", ref("NewTask")) },
          responses: {
            201: json2("It was created.", ref("Task")),
            200: json2("It was created before with this Idempotency-Key.", ref("Task")),
            default: problem
          }
        }
      },
      "/api/tasks/{id}": {
        ...get("One task, with its prompt, its result and what it did last", ref("Task"), [inPath(TASK)]),
        delete: {
          summary: "Forget a task that has ended or was never executed",
          parameters: [inPath(TASK), key],
          responses: { 204: { description: "It is forgotten." }, default: problem }
        }
      },
      "/api/tasks/{id}/execute": {
        post: {
          summary: "Begin a task; answers at once",
          parameters: [inPath(TASK), key],
          responses: { 202: json2("It goes into its queue.", ref("ExecutionStarted")), default: problem }
        }
      },
      "/api/tasks/{id}/activity": get("Everything that happened to a task", pageOf2("Change"), [
        inPath(TASK),
        ...paged
      ]),
      "/api/tasks/{id}/cancel": act("Cancel a task; what it has said so far is kept", TASK),
      "/api/tasks/{id}/resume": act(
        "Continue an interrupted task in its session; start a failed one again",
        TASK
      ),
      "/api/tasks/{id}/retry": act("Start a failed or interrupted task again, from the beginning", TASK),
      "/api/tasks/{id}/message": act(
        "Tell a task something: one that has ended continues with it",
        TASK,
        ref("Message")
      ),
      "/api/sessions": get("Sessions with tasks, used last first", pageOf2("Session"), [project2, ...paged]),
      "/api/sessions/{id}": get("One session", ref("Session"), [inPath(ROOT)]),
      "/api/sessions/{id}/activity": get(
        "Everything that happened in a session, or to the task that works in it",
        pageOf2("Change"),
        [inPath("The id of a session, or of a task's own session"), ...paged]
      ),
      "/api/sessions/{id}/stop": act("No automatic prompts in this session until it may go on", ROOT),
      "/api/sessions/{id}/go": act("Automatic prompts again; a halted queue continues", ROOT),
      "/api/sessions/{id}/cancel": act("Cancel every pending and running task of a session", ROOT),
      "/api/sessions/{id}/clear": act("Forget tasks that have ended and were delivered", ROOT),
      "/api/stop": everywhere("No automatic prompts in any session that an OpenCode has open"),
      "/api/go": everywhere("Automatic prompts again in every session that an OpenCode has open"),
      "/api/queues": get("What runs and what waits, by session and model, with the limits", listOf("Queue"), [
        project2
      ]),
      "/api/stats": get("Counts and times over everything that the journals have seen", listOf("Stats"), [
        project2
      ]),
      "/api/projects": get("The projects that are served", listOf("Project")),
      "/api/health": get("Whether the server works, and what it serves", ref("Health")),
      "/api/openapi.json": get("This document", { type: "object" })
    },
    components: {
      schemas,
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "The token in the link that was printed." }
      }
    }
  };
}
function listOf(item) {
  return { type: "object", required: ["items"], properties: { items: { type: "array", items: ref(item) } } };
}
var ref, json2, problem, inPath, inQuery, key, project2, paged, pageOf2, get, bodyOf2, act, everywhere, TASK, ROOT;
var init_openapi = __esm({
  "js-shim/serve/openapi.js"() {
    "use strict";
    init_schemas();
    ref = (name) => ({ $ref: `#/components/schemas/${name}` });
    json2 = (description, schema) => ({ description, content: { "application/json": { schema } } });
    problem = {
      description: "What went wrong (RFC 9457)",
      content: { "application/problem+json": { schema: ref("Problem") } }
    };
    inPath = (description) => ({
      name: "id",
      in: "path",
      required: true,
      description,
      schema: { type: "string" }
    });
    inQuery = (name, description, schema = { type: "string" }) => ({
      name,
      in: "query",
      description,
      schema
    });
    key = {
      name: "Idempotency-Key",
      in: "header",
      description: "Any text of your own for this request: repeated with the same one, nothing is done twice.",
      schema: { type: "string", minLength: 1, maxLength: 200 }
    };
    project2 = inQuery("project", "One project's id; without it, all that are served.");
    paged = [
      inQuery("limit", "How many at most.", { type: "integer", minimum: 1, maximum: 500, default: 50 }),
      inQuery("cursor", "The `next` of the page before.")
    ];
    pageOf2 = (item) => ({
      type: "object",
      required: ["items", "next", "total"],
      properties: {
        items: { type: "array", items: ref(item) },
        next: { type: ["string", "null"], description: "The cursor of the next page; null on the last one." },
        total: { type: "integer" }
      }
    });
    get = (summary, answer, parameters = []) => ({
      get: { summary, parameters, responses: { 200: json2(summary, answer), default: problem } }
    });
    bodyOf2 = (summary, body) => ({
      description: summary,
      content: { "application/json": { schema: body } }
    });
    act = (summary, id, body) => ({
      post: {
        summary,
        parameters: [inPath(id), key],
        ...body && { requestBody: { required: true, ...bodyOf2(summary, body) } },
        responses: {
          200: json2("It is done, in the words of who did it.", ref("Done")),
          202: json2("OpenCode has not answered yet; the request is in the journal.", ref("Done")),
          default: problem
        }
      }
    });
    everywhere = (summary) => ({
      post: {
        summary,
        parameters: [project2, key],
        responses: { 200: json2("What each session answered", ref("DoneInSessions")), default: problem }
      }
    });
    TASK = "The task's id, such as bg_k3x9qa";
    ROOT = "The session's id, ses_\u2026";
  }
});

// js-shim/serve/api.js
function createApi(projects) {
  const api = new Hono3();
  aboutServer(api, projects);
  aboutTasks(api, projects);
  aboutSessions(api, projects);
  return api;
}
function aboutServer(api, projects) {
  api.get("/openapi.json", (c) => c.json(openapi(version)));
  api.get("/health", (c) => c.json({ status: "ok", version, projects: projects.all.map(healthOf) }));
  api.get("/projects", (c) => c.json({ items: projects.all.map(healthOf) }));
  api.get("/events", (c) => eventStream(chosen(projects, c), c.req.raw));
  api.get(
    "/queues",
    (c) => c.json({ items: chosen(projects, c).flatMap(({ project: project3 }) => queuesOf(project3)) })
  );
  api.get("/stats", (c) => {
    const items = chosen(projects, c).map(({ project: project3 }) => ({ project: project3.id, ...project3.stats() }));
    return c.json({ items });
  });
}
function aboutTasks(api, projects) {
  const act2 = (verb, carryOut2, fields = {}) => api.post(`/tasks/:id/${verb}`, (c) => asked(c, projects.ofTask(idIn(c)), carryOut2, fields));
  api.get("/tasks", (c) => c.json(listTasks(projects, c)));
  api.post("/tasks", async (c) => {
    const body = await bodyOf(c.req.raw, NEW_TASK);
    const served = projects.named(body.project);
    const { id, fresh } = served.work.create(body, keyOf(c));
    c.header("location", `/api/tasks/${id}`);
    return c.json(taskIn(served, id), fresh ? 201 : 200);
  });
  api.get("/tasks/:id", (c) => c.json(taskIn(projects.ofTask(idIn(c)), idIn(c))));
  api.get(
    "/tasks/:id/activity",
    (c) => c.json(activityIn(projects.ofTask(idIn(c)).project, { task: idIn(c) }, queryOf(c)))
  );
  api.post("/tasks/:id/execute", async (c) => {
    const id = idIn(c);
    await bodyOf(c.req.raw, {});
    const served = projects.ofTask(id);
    served.work.execute(id);
    return c.json({ id, status: "execution_started", task: taskIn(served, id) }, 202);
  });
  act2("cancel", ({ work: work2 }, c) => work2.cancel(idIn(c), keyOf(c)));
  act2("resume", ({ work: work2 }, c) => work2.resume(idIn(c), keyOf(c), false));
  act2("retry", ({ work: work2 }, c) => work2.resume(idIn(c), keyOf(c), true));
  act2("message", ({ work: work2 }, c, { text: text2 }) => work2.message(idIn(c), keyOf(c), text2), {
    text: { type: "string", required: true }
  });
  api.delete("/tasks/:id", async (c) => {
    await projects.ofTask(idIn(c)).work.remove(idIn(c), keyOf(c));
    return c.body(null, 204);
  });
}
function aboutSessions(api, projects) {
  const act2 = (verb, carryOut2) => api.post(`/sessions/:id/${verb}`, (c) => asked(c, projects.ofSession(idIn(c)), carryOut2, {}));
  api.get("/sessions", (c) => c.json(listSessions(projects, c)));
  api.get("/sessions/:id", (c) => {
    const served = projects.ofSession(idIn(c));
    return c.json(sessionIn(served, served.project.session(idIn(c))));
  });
  api.get("/sessions/:id/activity", (c) => {
    const { served, task } = projects.withSession(idIn(c));
    return c.json(activityIn(served.project, task === null ? { root: idIn(c) } : { task }, queryOf(c)));
  });
  act2("stop", ({ work: work2 }, c) => work2.stop(idIn(c), keyOf(c)));
  act2("go", ({ work: work2 }, c) => work2.go(idIn(c), keyOf(c)));
  act2("cancel", ({ work: work2 }, c) => work2.cancelAll(idIn(c), keyOf(c)));
  act2("clear", ({ work: work2 }, c) => work2.clear(idIn(c), keyOf(c)));
  api.post("/stop", (c) => askedOfAll(c, projects, ({ work: work2 }, root) => work2.stop(root, keyOf(c))));
  api.post("/go", (c) => askedOfAll(c, projects, ({ work: work2 }, root) => work2.go(root, keyOf(c))));
}
async function asked(c, served, carryOut2, fields) {
  const done = await carryOut2(served, c, await bodyOf(c.req.raw, fields));
  return c.json({ ...done, message: done.message ?? LATER }, done.message === null ? 202 : 200);
}
async function askedOfAll(c, projects, carryOut2) {
  await bodyOf(c.req.raw, {});
  const all = chosen(projects, c).flatMap(
    (served) => served.project.sessions().flatMap(({ root, alive }) => alive ? [{ served, root }] : [])
  );
  const answers = all.map(async ({ served, root }) => {
    const { message } = await carryOut2(served, root);
    return { root, message: message ?? LATER };
  });
  return c.json({ items: await Promise.all(answers) });
}
function chosen(projects, c) {
  const name = queryOf(c).get("project");
  return name === null ? projects.all : [projects.named(name)];
}
function keyOf(c) {
  const key2 = c.req.header("idempotency-key") ?? null;
  if (key2 !== null && (key2.trim() === "" || key2.length > KEY_CHARS))
    throw new Problem("bad-request", `Idempotency-Key must have 1 to ${KEY_CHARS} characters.`);
  return key2;
}
function taskIn(served, id) {
  const task = served.project.task(id);
  if (!task) throw new Problem("not-found", `There is no task ${id}.`);
  return task;
}
function listTasks(projects, c) {
  const query = queryOf(c);
  const wanted = query.get("status")?.split(",") ?? null;
  const wrong = wanted?.find((status2) => !STATUSES.includes(status2));
  if (wrong !== void 0)
    throw new Problem(
      "bad-request",
      `There is no status "${wrong.slice(0, 50)}"; it is one of ${STATUSES.join(", ")}.`
    );
  const words = query.get("q")?.toLowerCase() ?? "";
  const tasks = chosen(projects, c).flatMap(({ project: project3 }) => project3.tasks()).filter(
    ({ status: status2, root, agent, model, description }) => (wanted?.includes(status2) ?? true) && root === (query.get("root") ?? root) && agent === (query.get("agent") ?? agent) && model === (query.get("model") ?? model) && description.toLowerCase().includes(words)
  ).sort((a, b) => -compare(placeOf(a), placeOf(b)));
  const { items, next } = pageOf(tasks, placeOf, query);
  return { items: items.map(inShort2), next, total: tasks.length };
}
function inShort2({ prompt: _prompt, result: _result, activity, leftovers: _leftovers, ...task }) {
  return { ...task, latest: activity.at(-1)?.text ?? null };
}
function listSessions(projects, c) {
  const sessions = chosen(projects, c).flatMap(
    (served) => served.project.sessions().map((session) => sessionIn(served, session))
  );
  sessions.sort((a, b) => -compare([a.changed, a.root], [b.changed, b.root]));
  const { items, next } = pageOf(sessions, ({ changed, root }) => [changed, root], queryOf(c));
  return { items, next, total: sessions.length };
}
function sessionIn({ project: project3 }, session) {
  if (!session) throw new Problem("not-found", "There is no such session.");
  const { tasks, owner, answers: _answers, ...rest } = session;
  const count = Object.fromEntries(STATUSES.slice(2).map((status2) => [status2, 0]));
  for (const { status: status2 } of tasks) count[status2]++;
  return {
    ...rest,
    project: project3.id,
    pid: owner?.pid ?? null,
    changed: project3.changed(session.root),
    tasks: count
  };
}
function queuesOf(project3) {
  const limits = project3.limits();
  return project3.sessions().flatMap(({ root, alive, halted, tasks }) => {
    const active = tasks.filter(
      ({ ended, status: status2, origin }) => ended === null && status2 !== "interrupted" && origin !== "native"
    );
    const models = [...new Set(active.map(({ model }) => model))];
    return models.map((model) => {
      const of2 = (status2) => active.filter((task) => task.model === model && task.status === status2).map(({ id }) => id);
      const limit = limits[model ?? "default"] ?? limits.default;
      return {
        project: project3.id,
        root,
        model,
        limit,
        alive,
        halted,
        running: of2("running"),
        pending: of2("pending")
      };
    });
  });
}
function healthOf({ project: project3, opencode }) {
  const { id, name, root, dir, problems } = project3;
  return { id, name, folder: root, state: dir, opencode: opencode.state(), problems };
}
var STATUSES, KEY_CHARS, idIn, LATER, NEW_TASK, queryOf, placeOf;
var init_api = __esm({
  "js-shim/serve/api.js"() {
    "use strict";
    init_dist2();
    init_package();
    init_activity();
    init_body2();
    init_event_stream();
    init_openapi();
    init_page_of();
    init_problem();
    STATUSES = [
      "created",
      "starting",
      "pending",
      "running",
      "completed",
      "failed",
      "cancelled",
      "interrupted"
    ];
    KEY_CHARS = 200;
    idIn = (c) => c.req.param("id") ?? "";
    LATER = "OpenCode has not answered yet. The request is in the journal and will be carried out.";
    NEW_TASK = {
      prompt: { type: "string", required: true },
      description: { type: "string", most: 200 },
      agent: { type: "string", most: 100 },
      root: { type: "string", most: 128 },
      project: { type: "string", most: 200 },
      execute: { type: "boolean" }
    };
    queryOf = (c) => new URL(c.req.url).searchParams;
    placeOf = ({ queued, id }) => [queued, id];
  }
});

// js-shim/serve/metrics.js
function histogram(bounds) {
  const counts2 = bounds.map(() => 0);
  let [sum, count] = [0, 0];
  return {
    /** @param {number} ms */
    add(ms) {
      const seconds = Math.max(0, ms) / 1e3;
      for (const [at, bound] of bounds.entries()) if (seconds <= bound) counts2[at]++;
      sum += seconds;
      count++;
    },
    /** @param {string} name @param {string} labels */
    lines(name, labels) {
      const buckets = bounds.map((bound, at) => `${name}_bucket{${labels},le="${bound}"} ${counts2[at]}`);
      const all = `${name}_bucket{${labels},le="+Inf"} ${count}`;
      return [...buckets, all, `${name}_sum{${labels}} ${sum}`, `${name}_count{${labels}} ${count}`];
    }
  };
}
function measure({ project: project3, events }) {
  const queue = histogram(SECONDS);
  const run2 = histogram(SECONDS);
  const wake = histogram(WAKE_SECONDS);
  const tasks = /* @__PURE__ */ new Map();
  let [tokens, cost] = [0, 0];
  function known({ event, task, root }) {
    const seen = project3.session(root)?.tasks.find(({ id }) => id === task);
    const used = event === "started" ? NOTHING : seen ?? NOTHING;
    const { queued, started, ended } = seen ?? {};
    return {
      queued,
      started: started ?? void 0,
      ended: ended ?? void 0,
      tokens: used.tokens,
      cost: used.cost
    };
  }
  function take(change) {
    const { event, t, task = "" } = change;
    if (event === "launched") tasks.set(task, { queued: t, ...NOTHING });
    if (task && !tasks.has(task)) tasks.set(task, known(change));
    const of2 = tasks.get(task) ?? { ...NOTHING };
    if (event === "started") {
      of2.started = t;
      if (of2.queued !== void 0) queue.add(t - of2.queued);
    }
    if (event === "active") {
      tokens += Math.max(0, (change.tokens ?? 0) - of2.tokens);
      cost += Math.max(0, (change.cost ?? 0) - of2.cost);
      of2.tokens = Math.max(of2.tokens, change.tokens ?? 0);
      of2.cost = Math.max(of2.cost, change.cost ?? 0);
    }
    if (event === "ended") {
      of2.ended = t;
      if (of2.started !== void 0) run2.add(t - of2.started);
    }
    if (event === "sent") {
      for (const id of change.tasks ?? []) {
        const ended = tasks.get(id)?.ended;
        if (ended !== void 0) wake.add(t - ended);
      }
    }
    if (event === "evicted") for (const id of change.tasks ?? []) tasks.delete(id);
  }
  events.onEvents((fresh) => {
    for (const { change } of fresh) take(change);
  });
  return { project: project3, queue, run: run2, wake, used: () => ({ tokens, cost }), events: () => events.log.seq() };
}
function metricsText(measured) {
  const each = measured.map((one) => ({
    ...one,
    ...one.used(),
    label: `project="${escaped(one.project.id)}"`
  }));
  const metric = (name, type, help, lines2) => [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines2];
  const byStatus = each.flatMap(({ project: project3, label }) => {
    const tasks = project3.tasks();
    return STATUSES2.map((status2) => {
      const count = tasks.filter((task) => task.status === status2).length;
      return `holdfast_tasks{${label},status="${status2}"} ${count}`;
    });
  });
  const counted2 = (name, key2, what) => each.flatMap(
    ({ project: project3, label }) => Object.entries(project3.stats()[what]).map(
      ([value, count]) => `${name}{${label},${key2}="${escaped(value)}"} ${count}`
    )
  );
  const times = (name, what) => each.flatMap((one) => one[what].lines(name, one.label));
  const lines = [
    metric("holdfast_tasks", "gauge", "Tasks that are kept, by status.", byStatus),
    metric(
      "holdfast_tasks_ended_total",
      "counter",
      "Tasks that have ended, by outcome, as the journals count them.",
      counted2("holdfast_tasks_ended_total", "status", "outcomes")
    ),
    metric(
      "holdfast_prompts_total",
      "counter",
      "Automatic prompts by kind, as the journals count them.",
      counted2("holdfast_prompts_total", "kind", "prompts")
    ),
    metric(
      "holdfast_continuation_ended_total",
      "counter",
      "Ends of continuation by reason, as the journals count them.",
      counted2("holdfast_continuation_ended_total", "reason", "quieted")
    ),
    metric(
      "holdfast_queue_seconds",
      "histogram",
      "From launch to slot, since this server started.",
      times("holdfast_queue_seconds", "queue")
    ),
    metric(
      "holdfast_run_seconds",
      "histogram",
      "From slot to end, since this server started.",
      times("holdfast_run_seconds", "run")
    ),
    metric(
      "holdfast_wake_seconds",
      "histogram",
      "From a task's end to the prompt that delivers it, since this server started.",
      times("holdfast_wake_seconds", "wake")
    ),
    metric(
      "holdfast_tokens_total",
      "counter",
      "Tokens of background tasks, since this server started.",
      each.map(({ label, tokens }) => `holdfast_tokens_total{${label}} ${tokens}`)
    ),
    metric(
      "holdfast_cost_total",
      "counter",
      "Cost of background tasks in the provider's currency, since this server started.",
      each.map(({ label, cost }) => `holdfast_cost_total{${label}} ${cost}`)
    ),
    metric(
      "holdfast_events_total",
      "counter",
      "Events that were read from the journals.",
      each.map(({ label, events }) => `holdfast_events_total{${label}} ${events()}`)
    )
  ];
  return `${lines.flat().join("\n")}
`;
}
function escaped(value) {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
var SECONDS, WAKE_SECONDS, STATUSES2, NOTHING;
var init_metrics = __esm({
  "js-shim/serve/metrics.js"() {
    "use strict";
    SECONDS = [0.1, 0.5, 1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600, 10800];
    WAKE_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
    STATUSES2 = [
      "created",
      "starting",
      "pending",
      "running",
      "completed",
      "failed",
      "cancelled",
      "interrupted"
    ];
    NOTHING = { tokens: 0, cost: 0 };
  }
});

// js-shim/serve/page-files.js
var pageFiles;
var init_page_files = __esm({
  "js-shim/serve/page-files.js"() {
    "use strict";
    pageFiles = async () => ({ "/": { "type": "text/html; charset=utf-8", "text": '<!doctype html>\n<html lang="en">\n  <head>\n    <meta charset="utf-8">\n    <meta name="viewport" content="width=device-width, initial-scale=1">\n    <meta name="color-scheme" content="light dark">\n    <title>Holdfast</title>\n    <link rel="icon" href="data:,">\n    <link rel="stylesheet" href="/style.css">\n    <script type="module" src="/app.js"></script>\n  </head>\n  <body>\n    <div id="app"></div>\n    <noscript>This page needs JavaScript. The same is at /api, and in `holdfast tasks`.</noscript>\n  </body>\n</html>\n' }, "/app.js": { "type": "text/javascript; charset=utf-8", "text": 'var k,Te,_t,M,re,X,Pe,J,Ee,ae,ie,ct,q=Symbol.for("pv"),Y={},Z=[],lt=/^m(i|n|o|s|text|space)$/,_e=Array.isArray,ce=Z.slice,H=Object.assign;function j(e){e&&e.parentNode&&e.remove()}function le(e,t,n){var s,i,o,r={},a=arguments.length;for(o in t)o=="key"?s=t[o]:o=="ref"&&typeof e!="function"?i=t[o]:r[o]=t[o];return a>2&&(r.children=a>3?ce.call(arguments,2):n),W(e,r,s,i,null)}function W(e,t,n,s,i){var o={type:e,props:t,key:n,ref:s,__k:null,__:null,__b:0,__e:null,__c:null,constructor:q,__v:i||++Te,__i:-1,__u:0};return!i&&k.vnode&&k.vnode(o),o}function ee(e){return e.children}function F(e,t){this.props=e,this.context=t,this.__g=0}function D(e,t){if(t==null)return e.__&&D(e.__,e.__i+1);for(var n;t<e.__k.length;t++)if((n=e.__k[t])&&n.__e)return n.__e;return typeof e.type!="function"||e.props.__P?null:D(e)}function ut(e){var t,n=e.__v,s=n.__e,i=[],o=[],r=e.__P;r&&((t=H({constructor:q},n)).__v=n.__v+1,k.vnode&&k.vnode(t),ue(r,t,n,e.__n,r.namespaceURI,32&n.__u?[s]:null,i,s||D(n),32&n.__u,o),t.__v=n.__v,t.__.__k[t.__i]=t,je(i,t,o),n.__=n.__e=null,t.__e!=s&&Me(t))}function Me(e){if((e=e.__)&&e.__c&&!e.props.__P)return e.__e=null,e.__k.some(function(t){return t&&(e.__e=t.__e)}),Me(e)}function Ce(e){(8&e.__g||(e.__g|=8,M.push(e),X++))&&re==k.debounceRendering||((re=k.debounceRendering)||queueMicrotask)(De)}function De(){try{for(var e,t=1;M.length;)M.length>t&&M.sort(Pe),e=M.shift(),t=M.length,8&e.__g&&ut(e)}finally{(X=M.length)&&(re||queueMicrotask)(De)}}function Oe(e,t,n,s,i,o,r,a,l,u,c){var d,f,_,p,v,g,y=s.__k||Z,$=t.length;for(l=ft(n,t,y,l,$),d=0;d<$;d++)(_=n.__k[d])!=null&&(f=~_.__i&&y[_.__i]||Y,_.__i=d,g=ue(e,_,f,i,o,r,a,l,u,c),p=_.__e,(f.ref!=_.ref||8&f.__u)&&(f.ref&&fe(f.ref,null,_,f),_.ref&&c.push(_.ref,_.__c||p,_)),v=v||p,4&_.__u?(l=Ne(_,l,e,!f.__v),f.__e&&(f.__e=null)):typeof _.type=="function"&&g!==void 0?l=g:p&&(l=p.nextSibling),_.__u&=-21);return n.__e=v,l}function ft(e,t,n,s,i){var o,r,a,l,u,c,d,f,_,p=n.length,v=p,g=0,y=0,$=e.__k=Array(i);for(o=0;o<i;o++)(r=t[o])!=null&&typeof r!="boolean"&&typeof r!="function"?(typeof r!="object"||r.constructor===String?r=$[o]=W(null,r):_e(r)?r=$[o]=W(ee,{children:r}):r.constructor===q&&r.__b?r=$[o]=W(r.type,r.props,r.key,r.ref,r.__v):$[o]=r,l=o+g,r.__=e,r.__b=e.__b+1,a=null,~(u=r.__i=pt(r,n,l,v))&&(v--,(a=n[u])&&(a.__u|=2)),a&&a.__v?(r.__u|=16,u==l-1?g--:u==l+1?g++:u!=l&&(u>l?g--:g++,y=1)):(~u||(i>p?g--:i<p&&g++),typeof r.type!="function"&&(r.__u|=4))):$[o]=null;if(y){for(c=[],d=[],o=0;o<i;o++)if((r=$[o])&&16&r.__u){for(g=0,f=c.length;g<f;)c[_=g+f>>1]<r.__i?g=_+1:f=_;c[g]=r.__i,d[o]=g+1}for(g=c.length;o--;)d[o]&&(d[o]==g?g--:$[o].__u|=4)}if(v)for(o=0;o<p;o++)!(a=n[o])||2&a.__u||(a.__e==s&&(s=D(a)),pe(a,a));return s}function Ne(e,t,n,s){var i,o,r,a;if(typeof e.type=="function"){if(e.props.__P)return t;if(i=e.__k)for(o=0;o<i.length;o++)i[o]&&(i[o].__=e,t=Ne(i[o],t,n,!1));return t}for(t&&!t.parentNode&&(t=D(e))&&!t.parentNode&&(t=null),r=e.__e,a=t;a&&a.nodeType==8;)a=a.nextSibling;for(r!=a&&(!s&&n.moveBefore&&r.parentNode?n.moveBefore(r,t):n.insertBefore(r,t||null)),t=r;(t=t&&t.nextSibling)&&t.nodeType==8&&!t.data.startsWith("$s"););return t}function pt(e,t,n,s){var i,o=e.key,r=e.type,a=t[n],l=a&&!(2&a.__u);if(a===null&&o==null||l&&o==a.key&&r==a.type)return n;if(s>(l?1:0)){for(i=n-1;i>=0;i--)if((a=t[i])&&!(2&a.__u)&&o==a.key&&r==a.type)return i;for(i=n+1;i<t.length;i++)if((a=t[i])&&!(2&a.__u)&&o==a.key&&r==a.type)return i}return-1}function xe(e,t,n){n==null&&(n=""),t[0]=="-"?e.setProperty(t,n):e[t]=n}function K(e,t,n,s,i){var o,r;if(t=="style")if(typeof n=="string")e.style.cssText=n;else{if(typeof s=="string"&&(e.style.cssText=s=""),s)for(t in s)n&&t in n||xe(e.style,t);if(n)for(t in n)s&&n[t]==s[t]||xe(e.style,t,n[t])}else if(t[0]=="o"&&t[1]=="n")typeof n!="function"&&(n=null),typeof s!="function"&&(s=null),(e.__e||(e.__e={}))[t]=n,n&&s||(r=ie[t]||(ie[t]=dt(t)),(e.__a||(e.__a={}))[t]=ae,o=t!=(t=t.replace(Ee,"$1")),(t=t.slice(2))[0]<"a"&&(t=t.toLowerCase()),n?e.addEventListener(t,r,o):e.removeEventListener(t,r,o));else{if(i=="http://www.w3.org/2000/svg")t=t.replace(/xlink(H|:h)/,"h").replace(/sName$/,"s");else if(t!="width"&&t!="height"&&t!="href"&&t!="list"&&t!="form"&&t!="tabIndex"&&t!="download"&&t!="rowSpan"&&t!="colSpan"&&t!="role"&&t!="popover"&&t in e)try{return void(e[t]=n??"")}catch{}if(typeof n=="function")return;n==null||n===!1&&t[4]!="-"?e.removeAttribute(t):e.setAttribute(t,t=="popover"&&n==1?"":n)}}function dt(e){return function(t){var n=this.__e;if(n){if(n=n[e],t[J]==null)t[J]=ae++;else if(t[J]<this.__a[e])return;return n(k.event?k.event(t):t)}}}function ue(e,t,n,s,i,o,r,a,l,u){var c,d,f,_,p,v,g,y,$,h,b,I,we,z,N,Se,E,A,T=t.type;if(t.constructor!==q)return null;128&n.__u&&(l=32&n.__u,c=n.__c.__z)&&(t.__u|=l,d=o=[],c.nodeType==8?a=Q(c,o):o.push(c),a=o[0]||a),(c=k.__b)&&c(t);e:if(typeof T=="function"){f=r.length;try{if(y=t.props,$=(c=T.prototype)&&c.render,h=(c=T.contextType)&&s[c.__c],b=c?h?h.props.value:c.__:s,(_=n.__c)?(t.__c=_,2&_.__g&&(_.__g|=1)):($?t.__c=_=new T(y,b):(t.__c=_=new F(y,b),_.constructor=T,_.render=ht),h&&h.sub(_),_.state||(_.state={}),_.__n=s,_.__g|=8,_.__h=[],_.__k=[]),$&&(_.__s||(_.__s=_.state),T.getDerivedStateFromProps&&(_.__s==_.state&&(_.__s=H({},_.__s)),H(_.__s,T.getDerivedStateFromProps(y,_.__s)))),p=_.props,v=_.state,_.__v=t,n.__c){if(y!==p&&$&&!T.getDerivedStateFromProps&&_.componentWillReceiveProps&&_.componentWillReceiveProps(y,b),t.__v==n.__v&&!(8&_.__g)||!(4&_.__g)&&_.shouldComponentUpdate&&_.shouldComponentUpdate(y,_.__s,b)===!1){t.__v!=n.__v&&(_.props=y,_.state=_.__s,_.__g&=-9),t.__e=n.__e,t.__k=n.__k,t.__k.some(function(x){x&&(x.__=t)}),Z.push.apply(_.__h,_.__k),_.__k=[],_.__h.length&&r.push(_),a=D(n);break e}_.componentWillUpdate&&_.componentWillUpdate(y,_.__s,b),$&&_.componentDidUpdate&&_.__h.push(function(){_.componentDidUpdate(p,v,g)})}else $&&!T.getDerivedStateFromProps&&_.componentWillMount&&_.componentWillMount(),$&&_.componentDidMount&&_.__h.push(_.componentDidMount);_.context=b,_.props=y,_.__P=e,_.__g&=-5,I=k.__r,we=$?25:0;do _.__g&=-9,I&&I(t),c=_.render(_.props,_.state=_.__s,_.context);while(8&_.__g&&++we<25);$&&(Z.push.apply(_.__h,_.__k),_.__k=[]),_.state=_.__s,_.getChildContext&&(s=H({},s,_.getChildContext())),$&&n.__c&&_.getSnapshotBeforeUpdate&&(g=_.getSnapshotBeforeUpdate(p,v)),z=c&&c.type===ee&&c.key==null?c.props.children:c,y.__P&&(c=a,i=(e=y.__P).namespaceURI,l=o=null,n.props&&n.props.__P!=e&&(n.__k.some(function(x){x&&pe(x,x)}),n.__k=null),a=n.__k?D(n,0):null),a=Oe(e,_e(z)?z:[z],t,n,s,i,o,r,a,l,u),y.__P&&(t.__e=null,a=c),t.__u&=-161,d&&d.some(j),_.__h.length&&r.push(_),1&_.__g&&(_.__g&=-4)}catch(x){if(r.length=f,t.__v=null,l||o)if(x&&x.then){if(t.__u|=128|l,o){for(~(E=o.indexOf(a||void 0))||(E=o.length);(A=o[E-1])&&A.nodeType==8;)E--;for(;E<o.length;E++)if(A=o[E])if(o[E]=null,N){if(A==Se)break}else{if(A.nodeType!=8)break;A.data.startsWith("$s")&&(Se=Q(N=A))}}if(!N){for(;a&&a.nodeType==8&&a.nextSibling;)a=a.nextSibling;N=a}(c=Q(N=t.__c.__z||(t.__c.__z=N)))?(t.__e=N,a=c):t.__e=a,a=a&&a.nextSibling}else o&&o.some(j);else t.__e=n.__e;t.__k||(t.__k=n.__k||[]),x&&x.then||Ae(t),k.__e(x,t,n)}}else a=t.__e=mt(n.__e,t,n,s,i,o,r,l,u,e);return(c=k.diffed)&&c(t),a}function Q(e,t){if(e&&e.nodeType==8&&e.data.startsWith("$s"))for(var n=1;e=e.nextSibling;){if(e.nodeType==8){if(e.data.startsWith("$s"))n++;else if(e.data.startsWith("/$s")&&!--n)return e}t&&t.push(e)}}function Ae(e){e&&(e.__c&&(e.__c.__g|=4),e.__k&&e.__k.some(Ae))}function je(e,t,n){for(var s=0;s<n.length;)fe(n[s++],n[s++],n[s++]);k.__c&&k.__c(t,e),e.some(function(i){try{e=i.__h,i.__h=[],e.some(function(o){o.call(i)})}catch(o){k.__e(o,i.__v)}})}function mt(e,t,n,s,i,o,r,a,l,u){var c,d,f,_,p,v,g,y,$=n.props||Y,h=t.props,b=t.type;if(b=="svg"?i="http://www.w3.org/2000/svg":b=="math"?i="http://www.w3.org/1998/Math/MathML":i||(i="http://www.w3.org/1999/xhtml"),o){for(c=0;c<o.length;c++)if((p=o[c])&&(b?p.localName==b:p.nodeType==3)){e=p,o[c]=null;break}}if(!e){if(y=u.ownerDocument||document,!b)return y.createTextNode(h);e=y.createElementNS(i,b,h.is?h:u),a&&(k.__m&&k.__m(t,o),a=!1),o=null}if(b){if(u=b=="template"&&e.content||e,o=b=="textarea"&&h.defaultValue!=null?null:o&&ce.call(u.childNodes),!a&&o)for($={},c=0;c<e.attributes.length;c++)$[(p=e.attributes[c]).name]=p.value;for(c in $)p=$[c],c=="dangerouslySetInnerHTML"?f=p:c=="children"||c in h||c=="value"&&"defaultValue"in h||c=="checked"&&"defaultChecked"in h||K(e,c,null,p,i);for(c in h)p=h[c],c=="children"?_=p:c=="dangerouslySetInnerHTML"?d=p:c=="value"?v=p:c=="checked"?g=p:a&&typeof p!="function"||$[c]===p||K(e,c,p,$[c],i);d?(a||f&&(d.__html==f.__html||d.__html==e.innerHTML)||(e.innerHTML=d.__html),t.__k=[]):(f&&(e.textContent=""),(b=="foreignObject"||i=="http://www.w3.org/1998/Math/MathML"&&lt.test(b))&&(i="http://www.w3.org/1999/xhtml"),Oe(u,_e(_)?_:[_],t,n,s,i,o,r,o?o[0]:n.__k&&D(n,0),a,l),o&&o.some(j)),a&&b!="textarea"||(c="value",b=="progress"&&v==null?e.removeAttribute(c):v==null||v===e[c]&&(b!="progress"||v)||K(e,c,v,$[c],i),c="checked",g!=null&&g!=e[c]&&K(e,c,g,$[c],i))}else $===h||a&&e.data==h||(e.data=h);return e}function fe(e,t,n,s){try{typeof e=="function"?t?t.__x=e(t)||1:s&&(s=s.__c||s.__e)&&(t=s.__x)&&(s.__x=null,typeof t=="function"?t():e(null)):e.current=t}catch(i){k.__e(i,n)}}function pe(e,t,n){var s,i,o,r;if(k.unmount&&k.unmount(e),!(s=e.ref)||s.current&&s.current!=e.__e||fe(s,null,t,e),s=e.__c){if(s.componentWillUnmount)try{s.componentWillUnmount()}catch(a){k.__e(a,t)}s.__P=s.__n=null}if(s=e.__k)for(r=0;r<s.length;r++)s[r]&&pe(s[r],t,typeof e.type!="function"||n&&!e.props.__P);!n&&(s=e.__c)&&(s=s.__z)&&(i=Q(s,o=[]))&&(s==e.__e&&o.some(j),j(i),j(s)),n||j(e.__e),e.__e=e.__c=e.__=null}function ht(e,t,n){return this.constructor(e,n)}function de(e,t){var n,s,i,o;k.__&&k.__(e,t),t.nodeType==9&&(t=t.documentElement),s=(n=e&&32&e.__u)?null:t.__k,t.__k=W(ee,{children:[e]}),i=[],o=[],ue(t,t.__k,s||Y,Y,t.namespaceURI,s?null:t.firstChild?ce.call(t.childNodes):null,i,s?s.__e:t.firstChild,n,o),je(i,t.__k,o),t.__k.props.children=null}k={__e:function(e,t,n,s){for(var i,o,r;t=t.__;)if((i=t.__c)&&!(1&i.__g)){i.__g|=4;try{if((r=(o=i.constructor)&&o.getDerivedStateFromError)&&i.setState(o.getDerivedStateFromError(e)),i.componentDidCatch&&(i.componentDidCatch(e,s||{}),r=1),r&&8&i.__g)return void(i.__g|=2)}catch(a){e=a}}throw X=0,e}},Te=0,_t=function(e){return e!=null&&e.constructor===q},F.prototype.setState=function(e,t){var n=this.__s;n&&n!=this.state||(n=this.__s=H({},this.state)),typeof e=="function"&&(e=e(H({},n),this.props)),e&&(H(n,e),this.__v&&(t&&this.__k.push(t),Ce(this)))},F.prototype.forceUpdate=function(e){this.__v&&(this.__g|=4,e&&this.__h.push(e),Ce(this))},F.prototype.render=ee,M=[],X=0,Pe=function(e,t){return e.__v.__b-t.__v.__b},J=Symbol(),Ee=/(PointerCapture)$|Capture$/i,ae=0,ie={},ct=0;var Ue=function(e,t,n,s){var i;t[0]=0;for(var o=1;o<t.length;o++){var r=t[o++],a=t[o]?(t[0]|=r?1:2,n[t[o++]]):t[++o];r===3?s[0]=a:r===4?s[1]=Object.assign(s[1]||{},a):r===5?(s[1]=s[1]||{})[t[++o]]=a:r===6?s[1][t[++o]]+=a+"":r?(i=e.apply(a,Ue(e,a,n,["",null])),s.push(i),a[0]?t[0]|=2:(t[o-2]=0,t[o]=i)):s.push(a)}return s},He=new Map;function Le(e){var t=He.get(this);return t||(t=new Map,He.set(this,t)),(t=Ue(this,t.get(e)||(t.set(e,t=(function(n){for(var s,i,o=1,r="",a="",l=[0],u=function(f){o===1&&(f||(r=r.replace(/^\\s*\\n\\s*|\\s*\\n\\s*$/g,"")))?l.push(0,f,r):o===3&&(f||r)?(l.push(3,f,r),o=2):o===2&&r==="..."&&f?l.push(4,f,0):o===2&&r&&!f?l.push(5,0,!0,r):o>=5&&((r||!f&&o===5)&&(l.push(o,0,r,i),o=6),f&&(l.push(o,f,0,i),o=6)),r=""},c=0;c<n.length;c++){c&&(o===1&&u(),u(c));for(var d=0;d<n[c].length;d++)s=n[c][d],o===1?s==="<"?(u(),l=[l],o=3):r+=s:o===4?r==="--"&&s===">"?(o=1,r=""):r=s+r[0]:a?s===a?a="":r+=s:s===\'"\'||s==="\'"?a=s:s===">"?(u(),o=1):o&&(s==="="?(o=5,i=r,r=""):s==="/"&&(o<5||n[c][d+1]===">")?(u(),o===3&&(l=l[0]),o=l,(l=l[0]).push(2,0,o),o=0):s===" "||s==="	"||s===`\n`||s==="\\r"?(u(),o=2):r+=s),o===3&&r==="!--"&&(o=4,l=l[0])}return u(),l})(e)),t),arguments,[])).length>1?t:t[0]}var m=Le.bind(le);var G,S,me,Re,he=Object.is,te=0,Ke=[],ge=[],w=k,Ie=w.__b,We=w.__r,Fe=w.diffed,qe=w.__c,Be=w.unmount,Ge=w.__;function ve(e,t){w.__h&&w.__h(S,e,te||t),te=0;var n=S.__H||(S.__H={__:[],__h:[]});return e>=n.__.length&&n.__.push({}),n.__[e]}function C(e){return te=1,gt(Qe,e)}function gt(e,t,n){var s=ve(G++,2);if(s.t=e,!s.__c&&(s.__=[n?n(t):Qe(void 0,t),function(o){var r=(s.__N||s.__)[0],a=s.t(r,o);he(r,a)||(s.__N=[a,s.__[1]],s.__c.setState({}))}],s.__c=S,!S.__f)){S.__f=!0;var i=S.shouldComponentUpdate;S.shouldComponentUpdate=function(o,r,a){var l=this.__H;if(!l)return!0;var u=!1,c=this.props!=o;if(l.__.some(function(f){f.__N&&(u=!0,he(f.__[0],f.__N[0])||(c=!0))}),i){var d=i.call(this,o,r,a);return u?d||c:d}return!u||c}}return s.__}function P(e,t){var n=ve(G++,3);!w.__s&&Je(n.__H,t)&&(n.__P=!0,n.__=e,n.u=t,S.__H.__h.push(n))}function ne(e){return te=5,ye(function(){return{current:e}},[])}function ye(e,t){var n=ve(G++,7);return Je(n.__H,t)&&(n.__=e(),n.__H=t),n.__}function $t(){var e;do{for(;e=ge.shift();)try{B(e)}catch(n){w.__e(n,{__:(e=e.__P)&&e.__v})}for(;e=Ke.shift();){var t=e.__H;if(e.__P&&t)try{t.__h.some(B),t.__h.some($e),t.__h=[]}catch(n){t.__h=[],w.__e(n,e.__v)}}}while(ge.length)}w.__b=function(e){S=null,Ie&&Ie(e)},w.__=function(e,t){e&&t.__k&&t.__k.__m&&(e.__m=t.__k.__m),Ge&&Ge(e,t)},w.__r=function(e){We&&We(e),G=0;var t=(S=e.__c).__H;t&&(me==S?S.__h=[]:(t.__h.some(B),t.__h.some($e),G=0),t.__h=[],t.__.some(function(n){n.__N&&(n.__=n.__N),n.u=n.__N=void 0})),me=S},w.diffed=function(e){Fe&&Fe(e);var t=e.__c;t&&t.__H&&(t.__H.__h.length&&ze(Ke.push(t)),t.__H.__.some(function(n){n.u&&(n.__H=n.u)})),me=S=null},w.__c=function(e,t){t.some(function(n){try{n.__h.some(B),n.__h=n.__h.filter(function(s){return!s.__||$e(s)})}catch(s){n.__h=[function(){throw s}]}}),qe&&qe(e,t)},w.unmount=function(e){Be&&Be(e);var t,n,s=e.__c;s&&s.__H&&(s.__H.__.some(function(i){try{if(i.__P&&i.__c){if(n===void 0){for(n=e.__;n&&(!n.__c||!n.__c.__P);)n=n.__;n=n&&n.__c}i.__P=n,ze(ge.push(i))}else B(i)}catch(o){t=o}}),s.__H=void 0,t&&w.__e(t,s.__v))};var Ve=typeof requestAnimationFrame=="function";function vt(e){var t,n=function(){clearTimeout(s),Ve&&cancelAnimationFrame(t),setTimeout(e)},s=setTimeout(n,35);Ve&&(t=requestAnimationFrame(n))}function ze(e){e!=1&&Re==w.requestAnimationFrame||((Re=w.requestAnimationFrame)||vt)($t)}function B(e){var t=S,n=e.__c;typeof n=="function"&&(e.__c=void 0,n()),S=t}function $e(e){var t=S;e.__c=e.__(),S=t}function Je(e,t){return!e||e.length!=t.length||t.some(function(n,s){return!he(n,e[s])})}function Qe(e,t){return typeof t=="function"?t(e):t}var oe="holdfast-token";function Xe(){let e=new URLSearchParams(location.hash.slice(1)).get("token");return e&&(sessionStorage.setItem(oe,e),history.replaceState(null,"",location.pathname)),sessionStorage.getItem(oe)}function Ye(e){sessionStorage.setItem(oe,e.trim())}var L=class extends Error{constructor(t,n){super(n),this.status=t}},Ze=()=>({authorization:`Bearer ${sessionStorage.getItem(oe)??""}`});async function O(e,t,n){let s=await fetch(`/api${t}`,{method:e,headers:{...Ze(),...n&&{"content-type":"application/json"}},body:n&&JSON.stringify(n)}).catch(()=>{throw new L(0,"The server cannot be reached.")});if(s.status===204)return null;let i=await s.json();if(!s.ok)throw new L(s.status,i.detail??i.title);return i}async function et({onChange:e,onState:t,onReset:n}){let s="";for(;;){try{let i=await fetch("/api/events",{headers:{...Ze(),...s&&{"last-event-id":s}}});if(i.status===401)return t("refused");if(i.status===400&&(s=""),!i.ok||!i.body)throw new Error(String(i.status));t("live"),n();for await(let{id:o,event:r,data:a}of yt(i.body))s=o||s,r==="message"&&e(a),r==="reset"&&n()}catch{}t("lost"),await new Promise(i=>setTimeout(i,1e3))}}async function*yt(e){let t=new TextDecoder,n=e.getReader(),s="";for(;;){let{done:i,value:o}=await n.read();if(i)return;let r=(s+t.decode(o,{stream:!0})).split(`\n\n`);s=r.pop()??"";for(let a of r){let l=c=>a.match(new RegExp(`^${c}: (.*)$`,"m"))?.[1],u=l("data");u!==void 0&&(yield{id:l("id")??"",event:l("event")??"message",data:JSON.parse(u)})}}}var U={running:{mark:"\\u25CF",word:"Running"},starting:{mark:"\\u25CC",word:"Starting"},pending:{mark:"\\u25CB",word:"Waiting"},created:{mark:"\\u25A1",word:"Created"},failed:{mark:"\\u2717",word:"Failed"},interrupted:{mark:"!",word:"Interrupted"},completed:{mark:"\\u2713",word:"Completed"},cancelled:{mark:"\\u25A0",word:"Cancelled"}};function be(e){let t=Math.max(0,Math.round(e/1e3));return t<60?`${t} s`:t<3600?`${Math.floor(t/60)} min ${t%60} s`:`${Math.floor(t/3600)} h ${Math.floor(t%3600/60)} min`}var V=e=>new Date(e).toLocaleTimeString([],{hour:"2-digit",minute:"2-digit",second:"2-digit"});function R({status:e,started:t,ended:n,run_time:s,queued:i},o){return e==="running"&&t?be(o-t):t&&n?be(s||n-t):e==="pending"||e==="starting"?`waits ${be(o-i)}`:""}function se(e,t){return e.asking?`Waits for permission: ${e.asking}`:e.status==="created"?"Waits to be executed":e.status==="starting"?"On its way; an OpenCode may have to start first":e.status==="pending"?t?.halted?t.halted:t&&!t.alive?"No OpenCode has its session open":`Waits for a slot of ${e.model??"its model"}; place ${e.place}`:e.status==="failed"?e.error??"Failed":e.status==="interrupted"?"Its OpenCode ended; it can be resumed":e.status==="running"?e.tool?`Runs ${e.tool}`:e.latest??"Works":e.latest??""}function tt({tokens:e,cost:t,steps:n,tool_calls:s}){let i=t>0?`, $${t.toFixed(t<1?4:2)}`:"";return`${ke(n,"step")}, ${ke(s,"tool call")}, ${ke(e,"token")}${i}`}function ke(e,t){return`${e.toLocaleString()} ${t}${e===1?"":"s"}`}function nt({id:e,message:t,changes:n,now:s,store:i,close:o,open:r}){let[a,l]=C(null),[u,c]=C([]),d=ne(null);if(P(()=>{d.current?.showModal()},[e]),P(()=>{let p=!0;return(async()=>{let g=await O("GET",`/tasks/${e}`),y=await O("GET",`/tasks/${e}/activity?limit=500`);p&&(l(g),c(y.items))})().catch(g=>p&&i.say(g.message)),()=>{p=!1}},[e,n]),!a)return m`<dialog ref=${d} onClose=${o} aria-label="Task"><p>Reading \u2026</p></dialog>`;let{word:f,mark:_}=U[a.status];return m`\n    <dialog ref=${d} class="detail" aria-labelledby="task-title" onClose=${o}>\n      <div class="head">\n        <h2 id="task-title">${a.description}</h2>\n        <button class="small" onClick=${()=>d.current?.close()}>Close</button>\n      </div>\n      <p class=${`state ${a.status}`} role="status"><span aria-hidden="true">${_}</span> ${f} ${R(a,s)}</p>\n      <p>${se(a)}</p>\n      <p class="message" aria-live="polite">${t}</p>\n      <${kt} task=${a} store=${i} open=${r} close=${()=>d.current?.close()} />\n      <dl>\n        ${bt(a).map(([p,v])=>m`<div><dt>${p}</dt><dd>${v}</dd></div>`)}\n      </dl>\n      ${a.error&&m`<h3>Error</h3><pre class="failed">${a.error}</pre>`}\n      ${a.result&&m`<h3>${a.status==="completed"?"Result":"What it said"}</h3><pre>${a.result}</pre>`}\n      <h3>Activity</h3>\n      <ol class="activity" aria-live="polite" aria-label="Activity">\n        ${wt(u).map(({t:p,text:v})=>m`<li><time>${V(p)}</time> ${v}</li>`)}\n      </ol>\n      <h3>Prompt</h3>\n      <pre>${a.prompt}</pre>\n    </dialog>\n  `}function bt(e){return[["Id",e.id],["Session",e.session],["Launched by",e.root],["Agent",e.agent],["Model",e.model],["Queued",V(e.queued)],["Started",e.started&&V(e.started)],["Ended",e.ended&&V(e.ended)],["Work",tt(e)],["Continues",e.follows],["Continued by",e.continued_by]].flatMap(([n,s])=>s?[[n,s]]:[])}function kt({task:e,store:t,open:n,close:s}){let[i,o]=C(""),r=`/tasks/${e.id}`,a=async(v,g)=>{let y=await t.act("POST",`${r}/${v}`,g);y?.task&&y.task.id!==e.id&&n(y.task.id)},l=async()=>{await t.act("DELETE",r)&&s()},{status:u,session:c,origin:d,resumable:f}=e,_=["created","starting","pending","running"].includes(u),p=c!==null&&d!=="native"&&u!=="pending";return m`\n    <div class="actions" role="group" aria-label="What can be done">\n      ${u==="created"&&m`<button class="main" onClick=${()=>a("execute")}>Execute</button>`}\n      ${_&&d!=="native"&&m`<button onClick=${()=>a("cancel")}>Cancel</button>`}\n      ${f&&u==="interrupted"&&m`<button class="main" onClick=${()=>a("resume")}>Resume</button>`}\n      ${f&&m`<button class="main" onClick=${()=>a("retry")}>Retry</button>`}\n      ${!_&&m`<button onClick=${l}>Delete</button>`}\n    </div>\n    ${p&&m`<form\n        class="tell"\n        onSubmit=${v=>{v.preventDefault(),i.trim()&&(a("message",{text:i}),o(""))}}\n      >\n        <label>Message <input value=${i} onInput=${({target:v})=>o(v.value)} /></label>\n        <button>Send</button>\n      </form>`}\n  `}function wt(e){return e.flatMap(({t,event:n,notes:s,status:i,prompt:o,...r})=>{if(n==="active")return s;let a=n==="asking"&&r.title?`: ${r.title}`:"";return[{t,text:`${n}${i?` (${i})`:""}${a}`}]})}function ot({projects:e,message:t,store:n,close:s,open:i}){let o=ne(null),[r,a]=C(!1);P(()=>{o.current?.showModal()},[]);async function l(u){u.preventDefault();let c=new FormData(u.target),d=Object.fromEntries([...c].filter(([,p])=>String(p).trim()!=="")),f=u.submitter?.value==="later";a(!0);let _=await n.act("POST","/tasks",{...d,execute:!f});a(!1),_&&(n.say(f?"Created; execute it when you like.":"The task was launched."),o.current?.close(),i(_.id))}return m`\n    <dialog ref=${o} aria-labelledby="launch-title" onClose=${s}>\n      <form onSubmit=${l}>\n        <h2 id="launch-title">New task</h2>\n        <p class="message" aria-live="polite">${t}</p>\n        <label>Prompt <textarea name="prompt" rows="6" required autofocus></textarea></label>\n        <label>Description <input name="description" maxlength="200" placeholder="the first words of the prompt" /></label>\n        <label>Agent <input name="agent" placeholder="general" /></label>\n        ${e.length>1&&m`<label>Project\n            <select name="project">${e.map(({id:u,name:c})=>m`<option value=${u}>${c}</option>`)}</select>\n          </label>`}\n        <div class="actions">\n          <button class="main" value="now" disabled=${r}>Execute</button>\n          <button value="later" disabled=${r}>Create only</button>\n          <button type="button" onClick=${()=>o.current?.close()}>Close</button>\n        </div>\n      </form>\n    </dialog>\n  `}var St=300,Ct=300;function st(e){let t={tasks:[],sessions:[],projects:[],connection:"connecting",message:"",changes:0},n=!1,s=!1;function i(r){t={...t,...r},e(t)}async function o(){if(n){s=!0;return}n=!0;try{let[r,a,l]=await Promise.all([O("GET",`/tasks?limit=${St}`),O("GET","/sessions?limit=100"),O("GET","/projects")]);i({tasks:r.items,sessions:a.items,projects:l.items,changes:t.changes+1})}catch(r){r instanceof L&&r.status===401&&i({connection:"refused"})}await new Promise(r=>setTimeout(r,Ct)),n=!1,s&&(s=!1,o())}return{start(){et({onChange:()=>{o()},onReset:()=>{o()},onState:r=>i({connection:r})})},look:o,async act(r,a,l){try{let u=await O(r,a,l),c=u?.message??u?.items?.map(d=>d.message).join(" ");return i({message:c||"Done."}),o(),u??{}}catch(u){return i({message:u instanceof Error?u.message:String(u)}),null}},say:r=>i({message:r})}}var rt=[["5 min",3e5],["30 min",18e5],["3 h",108e5],["1 day",864e5]];function it({tasks:e,now:t,span:n,setSpan:s,open:i}){let o=t-n,r=e.filter(({started:l,ended:u})=>l!==null&&(u??t)>=o),a=[...new Set(r.map(({root:l})=>l))];return m`\n    <section class="timeline" aria-labelledby="timeline-title">\n      <div class="head">\n        <h2 id="timeline-title">Timeline</h2>\n        <div role="group" aria-label="How much of the timeline is shown">\n          ${rt.map(([l,u])=>m`<button class="small" aria-pressed=${n===u} onClick=${()=>s(Number(u))}>${l}</button>`)}\n        </div>\n      </div>\n      ${r.length===0?m`<p class="quiet">No task was at work in this time.</p>`:a.map(l=>{let u=Pt(r.filter(c=>c.root===l),t);return m`<${xt} key=${l} root=${l} rows=${u} from=${o} now=${t} span=${n} open=${i} />`})}\n      <div class="axis" aria-hidden="true"><span>${rt.find(([,l])=>l===n)?.[0]} ago</span><span>now</span></div>\n    </section>\n  `}function xt({root:e,rows:t,from:n,now:s,span:i,open:o}){return m`\n    <div class="lane" role="group" aria-label=${`Session ${e}`}>\n      <div class="lane-name" title=${e}>${e}</div>\n      ${t.map(r=>m`<div class="bars">\n          ${r.map(a=>m`<${Tt} key=${a.id} task=${a} from=${n} now=${s} span=${i} open=${o} />`)}\n        </div>`)}\n    </div>\n  `}function Tt({task:e,from:t,now:n,span:s,open:i}){let o=Math.max(e.started,t),r=Math.min(e.ended??n,n),a={left:`${(o-t)/s*100}%`,width:`${Math.max(0,r-o)/s*100}%`},l=`${e.description}: ${U[e.status].word}, ${R(e,n)}`;return m`<button class=${`bar ${e.status}`} style=${a} title=${l} aria-label=${l} onClick=${()=>i(e.id)}>\n    <span aria-hidden="true">${e.description}</span>\n  </button>`}function Pt(e,t){let n=[];for(let s of e.toSorted((i,o)=>i.started-o.started)){let i=n.find(o=>(o.at(-1).ended??t)<=s.started);i?i.push(s):n.push([s])}return n}var Et=[["Running",["running","starting"]],["Waiting",["pending","created"]],["Failed",["failed","interrupted"]],["Done",["completed","cancelled"]]],Mt={connecting:"Connecting \\u2026",live:"Live",lost:"Connection lost; trying again \\u2026",refused:""};function Dt(){let[e,t]=C(null),n=ye(()=>st(t),[]),[s,i]=C(Date.now()),[o,r]=C(""),[a,l]=C(""),[u,c]=C(18e5),[d,f]=C(null),[_,p]=C(!1);if(P(()=>{Xe()?n.start():t({tasks:[],sessions:[],projects:[],connection:"refused",message:"",changes:0})},[]),P(()=>{let h=setInterval(()=>document.hidden||i(Date.now()),1e3);return()=>clearInterval(h)},[]),P(()=>{let h=b=>jt(b,()=>p(!0));return document.addEventListener("keydown",h),()=>document.removeEventListener("keydown",h)},[]),!e)return m`<main><p>Connecting \u2026</p></main>`;if(e.connection==="refused")return m`<${At} />`;let v=h=>o===""||h.project===o,g=e.sessions.filter(v),y=e.tasks.filter(h=>v(h)&&`${h.description} ${h.id} ${h.agent}`.toLowerCase().includes(a.toLowerCase())),$=o&&`?project=${encodeURIComponent(o)}`;return m`\n    <header>\n      <h1>Holdfast</h1>\n      ${e.projects.length>1&&m`<label class="inline">Project\n          <select value=${o} onChange=${({target:h})=>r(h.value)}>\n            <option value="">All</option>\n            ${e.projects.map(({id:h,name:b})=>m`<option value=${h}>${b}</option>`)}\n          </select>\n        </label>`}\n      <span class=${`connection ${e.connection}`} role="status">${Mt[e.connection]}</span>\n      <div class="actions">\n        <button class="main" onClick=${()=>[n.say(""),p(!0)]} aria-keyshortcuts="n">New task</button>\n        <button onClick=${()=>n.act("POST",`/stop${$}`)}>Stop</button>\n        <button onClick=${()=>n.act("POST",`/go${$}`)}>Go</button>\n      </div>\n    </header>\n    <main>\n      <p class="message" role="status" aria-live="polite">${d||_?"":e.message}</p>\n      <${Ot} sessions=${g} store=${n} />\n      <${it} tasks=${y} now=${s} span=${u} setSpan=${c} open=${f} />\n      <label class="inline search">Search\n        <input id="search" type="search" value=${a} aria-keyshortcuts="/" onInput=${({target:h})=>l(h.value)} />\n      </label>\n      ${Et.map(([h,b])=>m`<${Nt}\n          title=${h} now=${s} open=${f} sessions=${e.sessions}\n          projects=${e.projects} tasks=${y.filter(({status:I})=>b.includes(I))} />`)}\n    </main>\n    ${d&&m`<${nt} key=${d} id=${d} message=${e.message} changes=${e.changes} now=${s} store=${n} open=${f} close=${()=>f(null)} />`}\n    ${_&&m`<${ot} projects=${e.projects} message=${e.message} store=${n} close=${()=>p(!1)} open=${f} />`}\n  `}function Ot({sessions:e,store:t}){return e.filter(({halted:n,stopped:s,alive:i})=>i&&(n||s)).map(({root:n,halted:s})=>m`<div class="notice" key=${n}>\n        <span>${s??"No automatic prompts are sent in this session; its results wait."} <small>${n}</small></span>\n        <button onClick=${()=>t.act("POST",`/sessions/${n}/go`)}>Go on</button>\n      </div>`)}function Nt({title:e,tasks:t,sessions:n,projects:s,now:i,open:o}){return t.length===0?null:m`\n    <section aria-label=${e}>\n      <h2>${e} <span class="count">${t.length}</span></h2>\n      <ul class="tasks">\n        ${t.map(r=>{let a=n.find(({root:u})=>u===r.root),l=s.length>1?s.find(({id:u})=>u===r.project)?.name:null;return m`<li key=${r.id}>\n            <button class=${`task ${r.status}`} onClick=${()=>o(r.id)}>\n              <span class="mark" aria-hidden="true">${U[r.status].mark}</span>\n              <span class="what"><span class="hidden">${U[r.status].word}: </span>${r.description}</span>\n              <span class="time">${R(r,i)}</span>\n              <span class="why">${[l,se(r,a)].filter(Boolean).join(" \\xB7 ")}</span>\n            </button>\n          </li>`})}\n      </ul>\n    </section>\n  `}function At(){return m`\n    <main>\n      <h1>Holdfast</h1>\n      <p>Open the link that <code>holdfast serve</code> printed, or give its token.</p>\n      <form onSubmit=${t=>{t.preventDefault(),Ye(String(new FormData(t.target).get("token"))),location.reload()}}>\n        <label>Token <input name="token" type="password" autocomplete="off" required /></label>\n        <button class="main">Continue</button>\n      </form>\n    </main>\n  `}function jt(e,t){let n=e.target;if(e.ctrlKey||e.metaKey||e.altKey||/^(INPUT|TEXTAREA|SELECT)$/.test(n.tagName)||document.querySelector("dialog[open]"))return;let s={j:1,k:-1}[e.key];if(e.key==="n")t();else if(e.key==="/")document.getElementById("search")?.focus();else if(s)Ht(s);else return;e.preventDefault()}function Ht(e){let t=[...document.querySelectorAll("button.task")],n=t.indexOf(document.activeElement);t[Math.min(t.length-1,Math.max(0,n+e))]?.focus()}var at=document.getElementById("app");at&&de(m`<${Dt} />`,at);\n' }, "/style.css": { "type": "text/css; charset=utf-8", "text": ":root{color-scheme:light dark;--ground: #fbfbfa;--panel: #ffffff;--ink: #1c1e21;--quiet: #5c636b;--line: #d9dde1;--main: #0b5cad;--on-main: #ffffff;--running: #0b6bcb;--completed: #1b7a3d;--failed: #b3261e;--interrupted: #8a5a00;--other: #6b7280;font:16px/1.45 system-ui,sans-serif}@media(prefers-color-scheme:dark){:root{--ground: #14171a;--panel: #1d2125;--ink: #e8eaec;--quiet: #a3abb3;--line: #353b41;--main: #7db8f5;--on-main: #0d1b2a;--running: #5aa9f0;--completed: #63c182;--failed: #ff8a80;--interrupted: #f0b952;--other: #9aa2ab}}*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink)}header{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;padding:.6rem 1rem;border-bottom:1px solid var(--line);background:var(--panel);position:sticky;top:0;z-index:1}main{max-width:70rem;margin:0 auto;padding:0 1rem 3rem}h1{font-size:1.15rem;margin:0}h2{font-size:1rem;margin:1.2rem 0 .4rem}h3{font-size:.9rem;margin:1rem 0 .3rem}button,input,select,textarea{font:inherit;color:inherit;background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:.35rem .7rem;min-height:2.2rem}button{cursor:pointer}button.main{background:var(--main);color:var(--on-main);border-color:var(--main)}button.small{padding:.1rem .5rem;min-height:1.8rem;font-size:.85rem}button[aria-pressed=true]{border-color:var(--main);box-shadow:inset 0 0 0 1px var(--main)}:focus-visible{outline:3px solid var(--main);outline-offset:1px}.actions{display:flex;flex-wrap:wrap;gap:.4rem}header .actions{margin-left:auto}.connection{font-size:.85rem;color:var(--quiet)}.connection.live{color:var(--completed)}.connection.lost{color:var(--failed)}.message{min-height:1.45em;color:var(--quiet);margin:.4rem 0}.notice{display:flex;gap:.8rem;justify-content:space-between;align-items:center;border-left:4px solid var(--interrupted);background:var(--panel);padding:.5rem .8rem;margin:.4rem 0}.notice small,.quiet{color:var(--quiet)}.head{display:flex;justify-content:space-between;align-items:center;gap:.6rem;flex-wrap:wrap}.timeline{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:.2rem .8rem .5rem}.lane{padding:.3rem 0;border-top:1px solid var(--line)}.lane-name{font-size:.75rem;color:var(--quiet);overflow:hidden;text-overflow:ellipsis;white-space:nowrap}.bars{position:relative;height:1.7rem;overflow:hidden}.bar{position:absolute;top:.1rem;height:1.5rem;min-height:0;min-width:6px;padding:0 .35rem;border:0;border-radius:4px;background:var(--other);color:var(--panel);font-size:.75rem;text-align:left;overflow:hidden;white-space:nowrap}.bar:focus-visible{outline-offset:-3px;outline-color:var(--ink)}.bar.running{background:var(--running)}.bar.completed{background:var(--completed)}.bar.failed{background:var(--failed)}.bar.interrupted{background:var(--interrupted)}.axis{display:flex;justify-content:space-between;font-size:.75rem;color:var(--quiet)}.inline{display:inline-flex;align-items:center;gap:.5rem}.search{margin-top:1rem}.count{color:var(--quiet);font-weight:400}.tasks,.activity{list-style:none;margin:0;padding:0}.task{display:grid;grid-template-columns:1.4rem minmax(0,1fr) auto;gap:0 .5rem;width:100%;text-align:left;margin-bottom:.3rem}.what{overflow-wrap:anywhere;font-weight:600}.time{color:var(--quiet);font-variant-numeric:tabular-nums}.why{grid-column:2 / -1;color:var(--quiet);font-size:.88rem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}.task.failed .why,pre.failed{color:var(--failed)}.running .mark,.state.running{color:var(--running)}.completed .mark,.state.completed{color:var(--completed)}.failed .mark,.state.failed{color:var(--failed)}.interrupted .mark,.state.interrupted{color:var(--interrupted)}dialog{width:min(52rem,100vw);max-height:100dvh;background:var(--panel);color:var(--ink);border:1px solid var(--line);border-radius:10px;padding:1rem}dialog::backdrop{background:#0000007f}dialog h2{margin:0;overflow-wrap:anywhere}dialog label:not(.inline){display:block;margin:.6rem 0}dialog label>textarea,dialog label>input,dialog label>select{display:block;width:100%;margin-top:.2rem}.tell{display:flex;gap:.5rem;align-items:end}.tell label{flex:1}.tell button{margin-bottom:.6rem}dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:.2rem 1rem;margin:.8rem 0;font-size:.88rem}dl div{display:flex;gap:.5rem}dt{color:var(--quiet);min-width:6rem}dd{margin:0;overflow-wrap:anywhere}pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--ground);border:1px solid var(--line);border-radius:6px;padding:.6rem;margin:0;max-height:22rem;overflow:auto}.activity{max-height:16rem;overflow:auto;font-size:.88rem}.activity time{color:var(--quiet);font-variant-numeric:tabular-nums}.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}@media(max-width:34rem){header .actions{margin-left:0;width:100%}header .actions button{flex:1}dialog{border-radius:0;border:0;width:100vw;max-width:100vw;height:100dvh;margin:0}}@media(prefers-reduced-motion:no-preference){.bar.running{transition:width 1s linear}}\n" } });
  }
});

// js-shim/serve/server.js
var server_exports = {};
__export(server_exports, {
  createApp: () => createApp,
  listen: () => listen
});
function createApp({ projects, report, ...about }) {
  const access = createAccess(about);
  const app = new Hono3();
  let changes = 0;
  app.use(async (c, next) => {
    access.checkOrigin(c.req.raw);
    await next();
    for (const [name, value] of Object.entries(PAGE_HEADERS)) c.header(name, value);
  });
  app.use("/api/*", async (c, next) => {
    access.checkToken(c.req.raw);
    c.header("cache-control", "no-store");
    await next();
  });
  app.use("/api/*", async (c, next) => {
    if (c.req.method === "GET") return next();
    if (changes >= CHANGES_AT_ONCE)
      throw new Problem(
        "too-many",
        `${CHANGES_AT_ONCE} requests are being carried out; try again in a moment.`
      );
    changes++;
    try {
      await next();
    } finally {
      changes--;
    }
  });
  app.use(
    "/api/*",
    bodyLimit({
      maxSize: BODY_BYTES,
      onError: () => problemResponse(new Problem("too-large", `A body may have ${BODY_BYTES} bytes.`), {
        connection: "close"
      })
    })
  );
  app.route("/api", createApi(projects));
  const measured = projects.all.map(measure);
  app.get("/metrics", (c) => {
    access.checkToken(c.req.raw);
    return c.text(metricsText(measured), 200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" });
  });
  app.get("/*", async (c, next) => {
    const file = (await pageFiles())[c.req.path];
    return file ? c.text(file.text, 200, { "content-type": file.type, "cache-control": "no-cache" }) : next();
  });
  app.notFound(
    (c) => problemResponse(new Problem("not-found", `There is no ${c.req.method} ${c.req.path} here.`))
  );
  app.onError((error) => {
    if (error instanceof Problem) return problemResponse(error, headersFor(error));
    report(error);
    return problemResponse(
      new Problem("internal", "The request could not be carried out; the terminal says why.")
    );
  });
  return app;
}
function headersFor({ kind }) {
  if (kind === "unauthorized") return { "www-authenticate": "Bearer" };
  if (kind === "too-many" || kind === "unavailable") return { "retry-after": "1" };
  return {};
}
function listen(app, { host, port }) {
  return new Promise(
    (resolve, reject) => {
      const server = (
        /** @type {import("node:http").Server} */
        serve2({
          fetch: app.fetch,
          hostname: host,
          port,
          serverOptions: { headersTimeout: 1e4, requestTimeout: 3e4, keepAliveTimeout: 5e3 }
        })
      );
      server.maxConnections = CONNECTIONS;
      server.once("error", reject);
      server.once("listening", () => {
        const address = (
          /** @type {import("node:net").AddressInfo} */
          server.address()
        );
        resolve({
          port: address.port,
          close() {
            server.close();
            server.closeAllConnections();
          }
        });
      });
    }
  );
}
var CONNECTIONS, CHANGES_AT_ONCE, PAGE_HEADERS;
var init_server = __esm({
  "js-shim/serve/server.js"() {
    "use strict";
    init_dist();
    init_dist2();
    init_body_limit();
    init_access();
    init_api();
    init_body2();
    init_metrics();
    init_page_files();
    init_problem();
    CONNECTIONS = 4e3;
    CHANGES_AT_ONCE = 64;
    PAGE_HEADERS = {
      "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin"
    };
  }
});

// node_modules/commander/esm.mjs
var import_index = __toESM(require_commander(), 1);
var {
  program,
  createCommand,
  createArgument,
  createOption,
  CommanderError,
  InvalidArgumentError,
  InvalidOptionArgumentError,
  // deprecated old name
  Command,
  Argument,
  Option,
  Help
} = import_index.default;

// js-shim/cli/ask.js
init_complaint();
init_invocation();
init_project();
init_terminal();
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { appendJournal, journalPath as journalPath3, ownerHere as ownerHere2, readText as readText3 } from "../js-shim/files.js";
import { load as load2 } from "../js-shim/load.js";
var POLL_MS = 30;
var PATIENCE_MS2 = 1e4;
function cancelCommand(program3) {
  program3.command("cancel").summary("cancel a task, or all").description("Cancels a pending or running task. What it had said so far is kept.").argument("[id]", "a task's id, such as bg_k3x9qa").option("-a, --all", "every pending and running task of the project").action(cancel);
}
function resumeCommand(program3) {
  program3.command("resume").summary("lift a halted queue, or resume a task").description(
    "Without an id: lets halted queues go on. With one: continues an interrupted task in its session, with what it had done, and starts a failed one again."
  ).argument("[id]", "an interrupted or failed task's id, such as bg_k3x9qa").option("--retry", "start the task again from the beginning, in a new session").action(resume);
}
async function cancel(id, { all }) {
  const project3 = openProject();
  if (Boolean(id) === Boolean(all)) {
    throw new Complaint(`Name one task, as in \`${ownCommand("cancel", "bg_k3x9qa")}\`, or use --all.`);
  }
  if (id) {
    const { task, session } = findTask(project3.view(), id);
    if (!isActive(task)) throw new Complaint(`${id} is ${task.status} already; there is nothing to cancel.`);
    return print(await ask(project3, session, { cancel: { task: id } }));
  }
  const sessions = project3.view().sessions.filter(({ tasks }) => tasks.some(isActive));
  if (sessions.length === 0) return print("No task is pending or running; there is nothing to cancel.");
  for (const session of sessions) print(await ask(project3, session, "cancel_all"));
}
async function resume(id, { retry }) {
  const project3 = openProject();
  if (id) {
    const { task, session } = findTask(project3.view(), id);
    if (task.continued_by) {
      throw new Complaint(
        `${id} was already resumed or retried, as ${task.continued_by}; resume that one instead if it has ended.`
      );
    }
    if (!task.resumable) {
      throw new Complaint(`${id} is ${task.status}; only interrupted and failed tasks can be resumed.`);
    }
    return print(await ask(project3, session, { resume: { task: id, ...retry && { retry } } }));
  }
  const { sessions } = project3.view();
  const halted = sessions.filter((session) => session.halted);
  if (halted.length === 0) return print(nothingHalted(sessions));
  for (const session of halted) print(await ask(project3, session, { resume: { task: null } }));
}
function nothingHalted(sessions) {
  const ids = sessions.flatMap(({ tasks }) => tasks.filter((task) => task.resumable)).map(({ id }) => id);
  if (ids.length === 0) return "No queue is stopped and no task can be resumed.";
  return `No queue is stopped. These tasks can be resumed by their id: ${ids.join(", ")}.`;
}
function isActive({ ended }) {
  return ended === null;
}
async function ask(project3, { root, alive, owner, newer, problems }, ask2) {
  if (newer) throw new Complaint(problems.join(" "));
  const request = randomUUID();
  if (!alive) return offline(project3, root, request, ask2);
  appendJournal(project3.dir, root, load2().askLine(request, ask2, Date.now()));
  for (const until = Date.now() + PATIENCE_MS2; Date.now() < until; await sleep(POLL_MS)) {
    const answer = project3.session(root)?.answers.find(([id]) => id === request);
    if (answer) return answer[1];
  }
  throw new Complaint(
    `The OpenCode process ${owner?.pid} has not answered within ${PATIENCE_MS2 / 1e3} s. The request stays in its journal: it is carried out when that process continues, or when the session is used again.`
  );
}
function offline({ dir }, root, request, ask2) {
  const me = ownerHere2(request);
  const text2 = readText3(journalPath3(dir, root)) ?? "";
  const { append: append2, answer } = load2().offline(text2, request, ask2, me, Date.now());
  if (append2) appendJournal(dir, root, append2);
  const waits = append2 && typeof ask2 === "object" && "resume" in ask2;
  return waits ? `${answer} To do it now: ${continueCommand(root)}` : answer;
}

// js-shim/cli/main.js
init_complaint();

// js-shim/cli/completion.js
init_terminal();
var SCRIPTS = { bash, zsh, fish };
function completionCommand(program3) {
  program3.command("completion").summary("print a script for shell completion").description(
    'Prints a script that completes commands and options.\n\n  bash:  eval "$(holdfast completion bash)"   in ~/.bashrc\n  zsh:   eval "$(holdfast completion zsh)"    in ~/.zshrc, after compinit\n  fish:  holdfast completion fish | source    in ~/.config/fish/config.fish'
  ).addArgument(new Argument("<shell>").choices(Object.keys(SCRIPTS))).action((shell) => print(SCRIPTS[shell](describe(program3))));
}
function describe(program3) {
  return program3.createHelp().visibleCommands(program3).map((command) => ({
    name: command.name(),
    summary: command.summary() || command.description(),
    options: command.createHelp().visibleOptions(command)
  }));
}
function flags({ options }) {
  return options.flatMap(({ short: short2, long }) => [short2, long]).filter(Boolean).join(" ");
}
function bash(commands) {
  return `_holdfast() {
  local word=\${COMP_WORDS[COMP_CWORD]} words
  case \${COMP_WORDS[1]} in
${commands.map((command) => `    ${command.name}) words="${flags(command)}" ;;`).join("\n")}
  esac
  [ "$COMP_CWORD" -eq 1 ] && words="${commands.map(({ name }) => name).join(" ")} --help --version"
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _holdfast holdfast opencode-holdfast`;
}
function zsh(commands) {
  const quoted = (text2) => text2.replaceAll("'", "\u2019").replaceAll(":", "\\:");
  return `_holdfast() {
  local -a commands=(
${commands.map(({ name, summary }) => `    '${name}:${quoted(summary)}'`).join("\n")}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  case $words[2] in
${commands.map((command) => `    ${command.name}) compadd -- ${flags(command)} ;;`).join("\n")}
  esac
  _files
}
compdef _holdfast holdfast opencode-holdfast`;
}
function fish(commands) {
  const quoted = (text2) => `'${text2.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  const lines = commands.flatMap(({ name, summary, options }) => [
    `-n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
    ...options.map(
      ({ short: short2, long, description }) => `-n '__fish_seen_subcommand_from ${name}'${short2 ? ` -s ${short2.slice(1)}` : ""}${long ? ` -l ${long.slice(2)}` : ""} -d ${quoted(description)}`
    )
  ]);
  return ["holdfast", "opencode-holdfast"].flatMap((program3) => lines.map((line) => `complete -c ${program3} ${line}`)).join("\n");
}

// js-shim/cli/doctor.js
init_complaint();
import { execFileSync } from "node:child_process";
import fs10 from "node:fs";
import path9 from "node:path";
import { journalRoots as journalRoots2, projectRoot as projectRoot2, readText as readText4 } from "../js-shim/files.js";

// js-shim/cli/evidence.js
init_complaint();
import fs7 from "node:fs";
import os from "node:os";
import path6 from "node:path";
import { REPORT_VARIABLE } from "../js-shim/report.js";
function awaitReport() {
  const folder = temporaryFolder();
  const file = path6.join(folder, "report.jsonl");
  process.once("exit", () => fs7.rmSync(folder, { recursive: true, force: true }));
  const said = () => readReport(file);
  return {
    env: { [REPORT_VARIABLE]: file },
    /** The journals that the run wrote: the folder of each by its session. */
    journals() {
      const found = new Map(of(said(), "journal").map(({ root, dir }) => [root, dir]));
      for (const { root } of of(said(), "removed")) found.delete(root);
      return found;
    },
    /** The session that the run's own prompt went to. @returns {string | null} */
    session: () => of(said(), "session")[0]?.session ?? null,
    /** The sessions in which continuation ended with work left. */
    quieted: () => [...new Set(of(said(), "quieted").map(({ session }) => session))],
    /** Why the plugin may have missed something; empty if it was loaded and worked. @returns {string[]} */
    faults() {
      const all = said();
      if (of(all, "loaded").length === 0 && of(all, "off").length === 0) {
        return ["OpenCode did not load the plugin, or loaded an older version of it"];
      }
      return [
        ...of(all, "off").map(({ why }) => `Holdfast turned itself off: ${why}`),
        ...of(all, "unwritten").map(
          ({ root, why }) => `the journal of ${root} could not be written (${why})`
        )
      ];
    }
  };
}
function temporaryFolder() {
  try {
    return fs7.mkdtempSync(path6.join(os.tmpdir(), "holdfast-run-"));
  } catch (error) {
    throw new Complaint(
      `Nothing can be written to the folder for temporary files, ${os.tmpdir()}: ${reasonOf(error)}. Make it writable, or set TMPDIR.`
    );
  }
}
function readReport(file) {
  try {
    const lines = fs7.readFileSync(file, "utf8").split("\n");
    return lines.filter(Boolean).map((line) => JSON.parse(line));
  } catch {
    return [];
  }
}
function of(all, event) {
  return (
    /** @type {any} */
    all.filter((reported) => reported.event === event)
  );
}
function proveWritable(dir) {
  const file = path6.join(dir, `.try-${process.pid}`);
  const made = [];
  try {
    for (const folder of missingFolders(dir)) {
      fs7.mkdirSync(folder, { mode: 448 });
      made.unshift(folder);
    }
    fs7.writeFileSync(file, "Holdfast can write here.\n", { mode: 384, flush: true });
  } finally {
    removeAgain(file, made);
  }
}
function missingFolders(dir) {
  return fs7.existsSync(dir) ? [] : [...missingFolders(path6.dirname(dir)), dir];
}
function removeAgain(file, folders) {
  try {
    fs7.rmSync(file, { force: true });
    for (const folder of folders) fs7.rmdirSync(folder);
  } catch {
  }
}

// js-shim/cli/doctor.js
init_invocation();
init_opencode();
init_opencode_config();
init_package();
init_project();
init_terminal();
var MARKS = (
  /** @type {const} */
  { good: ["green", "\u2713"], note: ["yellow", "!"], bad: ["red", "\u2717"] }
);
var OLDEST = [1, 3, 2];
var HOOKS = [
  "experimental.chat.messages.transform",
  "experimental.session.compacting",
  "command.execute.before",
  "chat.message",
  "tool.execute.before",
  "tool.execute.after"
];
var good = (text2) => ({ level: "good", text: text2 });
var note = (text2) => ({ level: "note", text: text2 });
var bad = (text2) => ({ level: "bad", text: text2 });
function doctorCommand(program3) {
  program3.command("doctor").summary("check the installation").description(
    "Checks versions, configuration and journals; exits with 1 when something has to be put right."
  ).action(examine);
}
function examine() {
  const root = projectRoot2(process.cwd());
  const findings = eachOnce([
    good(`Holdfast ${version} in ${packageFolder}, Node ${process.versions.node}`),
    ...openCodeFindings(),
    ...configurationFindings(root),
    ...stateFindings()
  ]);
  const paint = painter();
  for (const { level, text: text2 } of findings) {
    const [colour, mark] = MARKS[level];
    print(`${paint(colour, mark)} ${oneLine(text2)}`);
  }
  const count = (wanted) => findings.filter(({ level }) => level === wanted).length;
  print(`${counted(count("note"), "note")}, ${counted(count("bad"), "error")}`);
  if (count("bad") > 0) process.exitCode = 1;
}
function eachOnce(findings) {
  return findings.filter(({ text: text2 }, index) => findings.findIndex((other) => other.text === text2) === index);
}
function openCodeFindings() {
  const program3 = findOpenCode();
  if (!program3) {
    return [bad("OpenCode is not on the PATH; install it with `npm install -g opencode-ai`.")];
  }
  const found = openCodeVersion(program3);
  if (!found) return [bad(`${program3} --version failed; reinstall OpenCode.`)];
  const missing = missingHooks(program3);
  return [
    isSupported(found) ? good(`OpenCode ${found} at ${program3}`) : bad(`OpenCode ${found} at ${program3} is not supported; install 1.3.2 or newer, below 2.`),
    missing.length === 0 ? good("This OpenCode has every hook that Holdfast needs.") : bad(`This OpenCode lacks ${missing.join(", ")}: turns cannot be held; install another version.`)
  ];
}
function openCodeVersion(program3) {
  try {
    const [file, ...before] = programBehind(program3);
    return execFileSync(file, [...before, "--version"], { encoding: "utf8", timeout: 3e4 }).trim();
  } catch {
    return null;
  }
}
function isSupported(version2) {
  const parts = version2.split(".").map((part) => Number.parseInt(part, 10));
  if (parts[0] !== OLDEST[0]) return parts.some(Number.isNaN);
  const differing = parts.findIndex((part, index) => part !== OLDEST[index]);
  return differing < 0 || parts[differing] > OLDEST[differing];
}
function missingHooks(program3) {
  const code = fs10.readFileSync(realProgram(fs10.realpathSync(String(programBehind(program3).at(-1)))));
  return HOOKS.filter((name) => !code.includes(name));
}
function realProgram(program3) {
  const folder = path9.dirname(program3);
  const platform = { darwin: "darwin", linux: "linux", win32: "windows" }[String(process.platform)];
  const name = `opencode-${platform}-${process.arch}`;
  return [
    path9.join(folder, ".opencode"),
    ...["", "-baseline", "-musl"].map(
      (kind) => path9.join(
        folder,
        "../..",
        name + kind,
        "bin",
        process.platform === "win32" ? "opencode.exe" : "opencode"
      )
    )
  ].find((file) => fs10.statSync(program3).size < 1e6 && fs10.existsSync(file)) ?? program3;
}
function configurationFindings(root) {
  const broken = [...configFiles(root, "opencode"), ...configFiles(root, "tui")].flatMap(brokenFinding);
  return broken.length > 0 ? broken : [...serverFindings(root), ...terminalFindings(root)];
}
function brokenFinding(file) {
  try {
    const text2 = readText4(file) ?? "";
    return isJsonObject(text2) ? [] : [bad(`${file} is not a valid JSON object; correct it.`)];
  } catch (error) {
    return [bad(`${file} cannot be read: ${reasonOf(error)}. Correct that.`)];
  }
}
function serverFindings(root) {
  const entries = configuredEntries(root, "opencode");
  if (entries.length === 0) {
    return [
      note(
        `No configuration names the plugin; run \`${ownCommand("init")}\` (only \`holdfast run\` works without it).`
      )
    ];
  }
  const places = entries.map(({ file, spec }) => `"${spec}" in ${file}`);
  if (entries.length === 1) return [good(`The plugin is configured: ${places[0]}`)];
  return [note(`The plugin is configured ${entries.length} times: ${places.join(", ")}. Remove all but one.`)];
}
function terminalFindings(root) {
  const entries = configuredEntries(root, "tui");
  if (entries.length === 0) {
    return [
      note(`No tui.json names the plugin: the terminal UI shows no tasks; run \`${ownCommand("init")}\`.`)
    ];
  }
  const places = entries.map(({ file, spec }) => `"${spec}" in ${file}`).join(", ");
  if (entries.length > 1)
    return [note(`The terminal UI names ${NAME2} more than once: ${places}. Remove all but one.`)];
  return [good(`The terminal UI is configured: ${places}`)];
}
function stateFindings() {
  try {
    const project3 = openProject();
    return [...optionFindings(project3), ...journalFindings(project3)];
  } catch (error) {
    if (error instanceof Complaint) return [bad(error.message)];
    const { path: path18 } = (
      /** @type {NodeJS.ErrnoException} */
      error
    );
    return [bad(`${path18 ?? "The state"} cannot be read: ${reasonOf(error)}. Correct that.`)];
  }
}
function optionFindings({ layers, problems }) {
  if (problems.length > 0) return problems.map(bad);
  if (layers.length === 0) return [good("No options are set: the defaults apply.")];
  return [good(`Options are valid: ${layers.map(({ source: source2 }) => source2).join(", ")}`)];
}
function journalFindings(project3) {
  try {
    proveWritable(project3.dir);
  } catch (error) {
    return [
      bad(
        `Nothing can be written to ${project3.dir}: ${reasonOf(error)}. Correct that, or set \`stateDir\` in your own holdfast.json.`
      )
    ];
  }
  const count = journalRoots2(project3.dir).length;
  if (count === 0) return [good(`No journals yet; they will be in ${project3.dir}`)];
  const { sessions } = project3.view();
  return [
    good(`${counted(count, "journal")} in ${project3.dir}`),
    ...sessions.flatMap(({ problems }) => problems.map(note)),
    ...sessions.filter(isOrphaned).map(({ root, tasks }) => {
      const left = tasks.filter(({ ended }) => ended === null).length;
      return note(`${counted(left, "unfinished task")} in ${root}. To continue: ${continueCommand(root)}`);
    }),
    ...process.platform === "win32" ? [] : openFindings(project3.dir)
  ];
}
function isOrphaned({ alive, tasks }) {
  return !alive && tasks.some(({ ended }) => ended === null);
}
function openFindings(dir) {
  const open = fs10.readdirSync(dir).filter((name) => name.endsWith(".jsonl")).filter((name) => fs10.statSync(path9.join(dir, name)).mode & 63);
  if (open.length === 0) return [];
  return [
    note(
      `Others can read ${open.join(", ")}; \`chmod 600 ${dir}/*.jsonl\` keeps prompts and results private.`
    )
  ];
}

// js-shim/cli/init.js
init_main();
init_complaint();
init_invocation();
import fs11 from "node:fs";
import path10 from "node:path";
import { globalConfigDir as globalConfigDir2, projectRoot as projectRoot3, readText as readText5 } from "../js-shim/files.js";

// js-shim/cli/jsonc.js
init_main();
function append(text2, container, entry) {
  const close = container.offset + container.length - 1;
  const last = container.children?.at(-1);
  return last ? after(text2, last, close, entry) : intoEmpty(text2, container.offset + 1, close, entry);
}
function after(text2, last, close, entry) {
  const end = last.offset + last.length;
  const { at, hasComma } = lineOf(text2, end, close);
  if (!text2.slice(at, close).includes("\n")) {
    return insert(text2, at, hasComma ? ` ${entry}` : `, ${entry}`);
  }
  const added = insert(text2, at, `${lineEnd(text2)}${indentAt(text2, last.offset)}${entry}`);
  return hasComma ? added : insert(added, end, ",");
}
function lineOf(text2, end, close) {
  const scanner = createScanner2(text2);
  scanner.setPosition(end);
  let at = end;
  let hasComma = false;
  let sameLine = true;
  while (scanner.scan() !== SyntaxKind.EOF && scanner.getTokenOffset() < close) {
    const kind = scanner.getToken();
    if (kind === SyntaxKind.LineBreakTrivia) sameLine = false;
    if (kind === SyntaxKind.CommaToken) hasComma = true;
    const isComment = kind === SyntaxKind.LineCommentTrivia || kind === SyntaxKind.BlockCommentTrivia;
    const belongs = kind === SyntaxKind.CommaToken || isComment && sameLine;
    if (belongs) at = scanner.getTokenOffset() + scanner.getTokenLength();
  }
  return { at, hasComma };
}
function intoEmpty(text2, open, close, entry) {
  const inside = text2.slice(open, close);
  if (inside.trim() === "" && !inside.includes("\n")) return text2.slice(0, open) + entry + text2.slice(close);
  if (!inside.includes("\n")) return insert(text2, close, `${inside.endsWith(" ") ? "" : " "}${entry}`);
  const line = text2.lastIndexOf("\n", close) + 1;
  return insert(text2, line, `${indentAt(text2, close)}${unit(text2)}${entry}${lineEnd(text2)}`);
}
function indentAt(text2, at) {
  return text2.slice(text2.lastIndexOf("\n", at - 1) + 1).match(/^[ \t]*/)?.[0] ?? "";
}
function unit(text2) {
  return text2.match(/^([ \t]+)\S/m)?.[1] ?? "  ";
}
function lineEnd(text2) {
  return text2.includes("\r\n") ? "\r\n" : "\n";
}
function insert(text2, at, what) {
  return text2.slice(0, at) + what + text2.slice(at);
}

// js-shim/cli/init.js
init_opencode_config();
init_terminal();
var SUGGESTED_MODEL = "zai/glm-4.7";
var SCHEMAS = { opencode: "https://opencode.ai/config.json", tui: "https://opencode.ai/tui.json" };
function initCommand(program3) {
  program3.command("init").summary("add Holdfast to OpenCode's configuration").description(
    "Adds Holdfast to opencode.json and tui.json of this project, and shows what it changed. What is there already stays as it is."
  ).option("-g, --global", "in your own configuration, for all projects").option("-m, --model <provider/model>", "also set this default model where none is set").action(init);
}
function init({ global: global2, model }) {
  if (model !== void 0 && !/^[^/\s]+\/\S+$/.test(model)) {
    throw new Complaint(`--model must be provider/model, such as ${SUGGESTED_MODEL}, not "${model}".`);
  }
  const root = projectRoot3(process.cwd());
  const present = defaultModel(root);
  const plans = [
    plan("opencode", root, global2, model && !present ? [{ path: ["model"], value: model }] : []),
    plan("tui", root, global2, [])
  ];
  carryOut(plans.filter(({ changes }) => changes.length > 0));
  for (const each of plans) show(each);
  if (model && present) print(`The default model is ${present} already; left unchanged.`);
  if (!model && !present) {
    print(
      `No default model is set. To make GLM 4.7 the default: ${ownCommand("init", "--model", SUGGESTED_MODEL)}`
    );
  }
}
function defaultModel(root) {
  const texts = [...configFiles(root, "opencode").map(readText5), process.env.OPENCODE_CONFIG_CONTENT];
  return texts.map((text2) => parseConfig(text2 ?? "").model).findLast(Boolean);
}
function plan(kind, root, global2, more) {
  const files = global2 ? candidates(globalConfigDir2(), kind) : projectCandidates(root, kind);
  const file = files.find((file2) => fs11.existsSync(file2)) ?? files[0];
  const entry = configuredEntries(root, kind).find((entry2) => files.includes(entry2.file));
  const before = readText5(file);
  const changes = [...entry ? [] : [pluginChange(file, before ?? "")], ...more];
  const start = before?.trim() ? before : emptyConfig(kind);
  return { file, before, after: changes.reduce(edit, start), changes, spec: entry?.spec ?? NAME2 };
}
function carryOut(plans) {
  const touched = [];
  try {
    for (const plan2 of plans) {
      touched.push(plan2);
      fs11.mkdirSync(path10.dirname(plan2.file), { recursive: true });
      fs11.writeFileSync(plan2.file, plan2.after);
    }
  } catch (error) {
    const { file } = touched[touched.length - 1];
    for (const { file: file2, before } of touched) putBack(file2, before);
    throw new Complaint(`${file} cannot be written: ${reasonOf(error)}. Nothing was changed.`);
  }
}
function putBack(file, before) {
  try {
    if (before === null) fs11.rmSync(file, { force: true });
    else fs11.writeFileSync(file, before);
  } catch {
  }
}
function show({ file, changes, spec }) {
  if (changes.length === 0) return print(`${shown(file)}: nothing to change, "${spec}" is there already.`);
  const paint = painter();
  print(`${shown(file)}:`);
  for (const { path: path18, value } of changes) {
    print(paint("green", `  + ${path18.length > 1 ? `${path18[0]}: ` : `${path18[0]} = `}${JSON.stringify(value)}`));
  }
}
function pluginChange(file, text2) {
  if (!isJsonObject(text2)) {
    throw new Complaint(`${file} is not a valid JSON object; correct it, and run this again.`);
  }
  const { plugin } = parseConfig(text2);
  if (plugin === void 0) return { path: ["plugin"], value: [NAME2] };
  if (!Array.isArray(plugin)) {
    throw new Complaint(`"plugin" in ${file} must be a list; correct it, and run this again.`);
  }
  return { path: ["plugin", plugin.length], value: NAME2 };
}
function edit(text2, { path: path18, value }) {
  const root = parseTree2(text2, [], { allowTrailingComma: true });
  const container = path18.length > 1 ? root && findNodeAtLocation2(root, [path18[0]]) : root;
  const entry = JSON.stringify(value);
  return container ? append(text2, container, path18.length > 1 ? entry : `"${path18[0]}": ${entry}`) : text2;
}
function emptyConfig(kind) {
  return `{
  "$schema": "${SCHEMAS[kind]}"
}
`;
}
function shown(file) {
  const relative = path10.relative(process.cwd(), file);
  return relative.startsWith("..") ? file : relative;
}

// js-shim/cli/main.js
init_invocation();
init_package();

// js-shim/cli/run.js
import path11 from "node:path";

// js-shim/cli/arguments.js
init_complaint();
var LONGEST_MS = 365 * 24 * 36e5;
function withOwnOptions(command) {
  return command.option("--timeout <time>", "stop after so many seconds, or a time such as 90s, 15m or 2h", parseTime).option("--allow-failed-tasks", "exit with 0 even if background tasks failed").addOption(
    new Option(
      "--summary <format>",
      "at the end, write what ran to standard error: json on one line, or text"
    ).choices(["json", "text"])
  ).option("--summary-file <path>", "write the summary (JSON unless --summary says text) to a file instead");
}
function forOpenCode(words) {
  const end = words.indexOf("--");
  const head = end < 0 ? words : words.slice(0, end);
  const { operands, unknown } = withOwnOptions(silent(new Command())).parseOptions(head);
  const before = [...operands, ...unknown];
  if (end < 0) return before;
  const behind = words.slice(end + 1);
  return before.length === 0 ? behind : [...before, "--", ...behind];
}
function readOpenCode(words) {
  const command = silent(new Command()).helpOption(false).option("-h, --help").option("-v, --version").option("--command <name>").option("-c, --continue").option("-s, --session <id>").option("-m, --model <model>").option("--agent <agent>").option("--format <format>").option("-f, --file <files...>").option("--title [title]").option("--attach [url]").option("-p, --password <password>").option("-u, --username <username>").option("--dir <dir>").option("--port <port>").option("--variant <variant>").option("--log-level <level>").option("-i, --interactive").option("--mini").option("--pure");
  try {
    command.parseOptions(words);
  } catch {
  }
  return command.opts();
}
function silent(command) {
  return command.exitOverride().configureOutput({ writeErr: () => {
  } });
}
function parseTime(text2) {
  const [, number, unit2] = text2.match(/^(\d+(?:\.\d+)?)([smh]?)$/) ?? [];
  const ms = Number(number) * ({ m: 6e4, h: 36e5 }[unit2 ?? ""] ?? 1e3);
  if (!(ms > 0))
    throw new Complaint(`The --timeout must be a time such as 90, 90s, 15m or 2h, not "${text2}".`);
  if (ms > LONGEST_MS) throw new Complaint(`The --timeout must be a year (8760h) at most, not "${text2}".`);
  return ms;
}

// js-shim/cli/run.js
init_complaint();

// js-shim/cli/ending.js
init_complaint();
import { setTimeout as sleep2 } from "node:timers/promises";
var GRACE_MS = 1e3;
var LONGEST_TIMER_MS = 2 ** 30;
var SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
async function endOf(child, tree, timeout) {
  const ending = { timedOut: false, signal: null, code: null };
  let killer;
  const stop = (signal2) => {
    tree.signal(killer ? "SIGKILL" : signal2);
    killer ??= setTimeout(() => tree.signal("SIGKILL"), GRACE_MS);
  };
  for (const signal2 of SIGNALS) {
    process.on(signal2, () => {
      ending.signal ??= signal2;
      stop(signal2);
    });
  }
  const cancelTimer = after2(timeout, onTimeout);
  function onTimeout() {
    ending.timedOut = true;
    stop("SIGTERM");
  }
  const [code, signal] = await new Promise((resolve, reject) => {
    child.on("error", (error) => reject(new Complaint(`OpenCode could not be started: ${reasonOf(error)}.`)));
    child.on("exit", (code2, signal2) => resolve([code2, signal2]));
  });
  cancelTimer();
  ending.code = code;
  ending.signal ??= signal;
  if (ending.timedOut || ending.signal) await endOfTree(tree);
  clearTimeout(killer);
  return ending;
}
async function endOfTree(tree) {
  for (
    const signal of
    /** @type {const} */
    ["SIGTERM", "SIGKILL"]
  ) {
    tree.signal(signal);
    for (const until = Date.now() + GRACE_MS; Date.now() < until; await sleep2(20)) {
      if (tree.living().length === 0) return;
    }
  }
}
function after2(ms, then) {
  if (ms === void 0) return () => {
  };
  const at = Date.now() + ms;
  let timer;
  const wait = () => {
    const left = at - Date.now();
    if (left <= 0) return then();
    timer = setTimeout(wait, Math.min(left, LONGEST_TIMER_MS));
  };
  wait();
  return () => clearTimeout(timer);
}

// js-shim/cli/run.js
init_opencode();
init_processes();

// js-shim/cli/status-line.js
var SAVE = "\x1B7";
var RESTORE = "\x1B8";
var CLEAR_LINE = "\x1B[2K";
function statusLine(terminal) {
  let isOpen = false;
  let rows = 0;
  let text2 = "";
  function open() {
    isOpen = true;
    rows = terminal.rows || 24;
    terminal.write(`
${SAVE}\x1B[1;${rows - 1}r${RESTORE}\x1B[1A`);
    terminal.on("resize", reopen);
  }
  function reopen() {
    close();
    draw(text2);
  }
  function draw(line) {
    if (!isOpen) open();
    text2 = line;
    terminal.write(`${SAVE}\x1B[${rows};1H${CLEAR_LINE}${line}${RESTORE}`);
  }
  function close() {
    if (!isOpen) return;
    terminal.off("resize", reopen);
    terminal.write(`${SAVE}\x1B[r\x1B[${rows};1H${CLEAR_LINE}${RESTORE}`);
    isOpen = false;
  }
  return { draw, close };
}

// js-shim/cli/progress.js
init_terminal();
var TICK_MS = 1e3;
var BAR_CELLS = 20;
function progressText(tasks, elapsed, width2) {
  const of2 = (...statuses) => tasks.filter(({ status: status2 }) => statuses.includes(status2));
  const running = of2("running");
  const ended = tasks.length - running.length - of2("pending").length;
  const cells = Math.min(BAR_CELLS, tasks.length);
  const filled = Math.floor(ended / tasks.length * cells);
  const counts2 = [
    [running.length, "running"],
    [of2("pending").length, "queued"],
    [of2("failed", "interrupted").length, "failed"]
  ];
  const parts = [
    `${"\u25B0".repeat(filled)}${"\u25B1".repeat(cells - filled)} ${ended}/${tasks.length}`,
    ...counts2.filter(([count]) => count).map(([count, word]) => `${count} ${word}`),
    clock(elapsed),
    running.map(({ description }) => oneLine(description)).join(", ")
  ];
  return short(parts.filter(Boolean).join(" \xB7 "), width2);
}
function showProgress(record) {
  const line = statusLine(process.stderr);
  const draw = () => {
    const tasks = record.tasks();
    if (tasks.length === 0) return;
    line.draw(progressText(tasks, Date.now() - record.startedAt, columns(process.stderr)));
  };
  const timer = setInterval(draw, TICK_MS);
  process.once("exit", line.close);
  return {
    draw,
    stop() {
      clearInterval(timer);
      line.close();
    }
  };
}

// js-shim/cli/run.js
init_project();

// js-shim/cli/record.js
import fs13 from "node:fs";
import { journalPath as journalPath4 } from "../js-shim/files.js";
function recordRun(project3, report) {
  const startedAt = Date.now();
  const sessions = /* @__PURE__ */ new Map();
  const tasks = /* @__PURE__ */ new Map();
  let seen = "";
  function readJournal(root, dir) {
    const session = project3.session(root, withoutEvictions, dir);
    if (!session) return;
    sessions.set(root, session);
    for (const task of session.tasks) {
      if (task.ended === null || task.ended >= startedAt) tasks.set(task.id, task);
    }
  }
  const record = {
    startedAt,
    /** Reads the journals that changed since the last call; returns whether there were any. */
    look() {
      const now = fingerprint(report.journals());
      if (now === seen) return false;
      seen = now;
      record.read();
      return true;
    },
    /** The journals' current state. Running tasks show as interrupted once their process has ended. */
    read() {
      for (const [root, dir] of report.journals()) readJournal(root, dir);
    },
    sessions: () => [...sessions.values()],
    tasks: () => [...tasks.values()].sort((a, b) => a.queued - b.queued),
    quieted: report.quieted,
    /** Why it is not known whether everything is done; empty if it is known. */
    doubts() {
      const unreadable = [...report.journals()].filter(([root, dir]) => !project3.session(root, asItIs2, dir)?.records).map(([root, dir]) => `${journalPath4(dir, root)} cannot be read`);
      return [...report.faults(), ...unreadable];
    },
    /**
     * The sessions that an interrupted run leaves behind, each with its unfinished tasks, including
     * older ones that the run had not got to yet.
     * @param {string | null} named the session that the command named
     * @returns {{ root: string, tasks: TaskView[] }[]}
     */
    left(named2) {
      const main = report.session() ?? named2;
      const roots = /* @__PURE__ */ new Set([...sessions.keys(), ...main ? [main] : []]);
      return [...roots].map((root) => ({ root, tasks: unrecovered(inOrder(root)).filter(isLeft) }));
    }
  };
  function inOrder(root) {
    const all = (sessions.get(root) ?? project3.session(root))?.tasks ?? [];
    return [...all].sort((a, b) => a.queued - b.queued);
  }
  function isLeft({ status: status2, ended }) {
    return ended === null || ended >= startedAt || status2 === "interrupted";
  }
  return record;
}
var asItIs2 = (text2) => text2;
function withoutEvictions(text2) {
  return text2.split("\n").filter((line) => !line.includes('"what":{"evicted":')).join("\n");
}
function fingerprint(journals) {
  return [...journals].map(([root, dir]) => {
    const stat = fs13.statSync(journalPath4(dir, root), { throwIfNoEntry: false });
    return `${root} ${stat?.ino} ${stat?.size} ${stat?.mtimeMs}`;
  }).join("\n");
}
function unrecovered(tasks) {
  const isDone = (task, index) => task.status === "completed" || tasks.some((later, place) => place > index && triesAgain(later, task) && isDone(later, place));
  return tasks.filter((task, index) => task.status !== "cancelled" && !isDone(task, index));
}
function triesAgain(later, task) {
  if (later.follows === task.id) return true;
  return later.prompt === task.prompt && task.ended !== null && later.queued >= task.ended;
}

// js-shim/cli/refusals.js
init_complaint();
import fs14 from "node:fs";
function refuseArguments({ attach, pure }) {
  if (attach !== void 0) {
    throw new Complaint(
      "`holdfast run` starts its own OpenCode and cannot --attach; add the plugin to the server's configuration (`holdfast init`) and use `opencode run --attach`."
    );
  }
  if (pure) {
    throw new Complaint(
      "With --pure, OpenCode does not load plugins, so Holdfast would be missing; leave it out."
    );
  }
}
function proveState(dir) {
  try {
    proveWritable(dir);
  } catch (error) {
    throw new Complaint(
      `Background tasks could not be recorded: nothing can be written to ${dir} (${reasonOf(error)}). Nothing was run. Make the folder writable, or set \`stateDir\` in your own holdfast.json.`
    );
  }
}
function proveSummary(file) {
  const stat = fs14.statSync(file, { throwIfNoEntry: false });
  if (stat && !stat.isFile() && !stat.isDirectory()) return;
  try {
    fs14.closeSync(fs14.openSync(file, "a", 384));
  } catch (error) {
    throw new Complaint(`The summary cannot be written to ${file}: ${reasonOf(error)}. Nothing was run.`);
  }
}

// js-shim/cli/run-message.js
init_invocation();
init_project();
init_terminal();
function messageOf(record, { reason }, doubts, given) {
  const goOn = (roots) => continueWith(roots, given);
  const lost = unrecovered(record.tasks());
  switch (reason) {
    case "timeout":
      return leftMessage("The --timeout passed.", record.left(sessionOf(given)), goOn);
    case "interrupted":
      return leftMessage("The run was interrupted.", record.left(sessionOf(given)), goOn);
    case "unproven":
      return unprovenMessage(doubts, lost);
    case "todos_left":
      return `Todos were left open when continuation ended. ${goOn(record.quieted())}`;
    case "opencode_failed":
    case "tasks_failed":
      if (lost.length === 0) return "";
      return `Not completed: ${named(lost)}. For details: ${ownCommand("show", lost[0].id)}`;
    case "completed":
      return "";
  }
}
function named(tasks) {
  return tasks.map(({ id, description, status: status2 }) => `${oneLine(id)} (${oneLine(description)}: ${status2})`).join(", ");
}
function leftMessage(why, left, goOn) {
  const tasks = left.flatMap(({ tasks: tasks2 }) => tasks2);
  const busy = left.filter(({ tasks: tasks2 }) => tasks2.length > 0);
  if (busy.length > 0) return `${why} Left: ${named(tasks)}. ${goOn(busy.map(({ root }) => root))}`;
  const none = "No background task is left.";
  const roots = left.map(({ root }) => root);
  if (roots.length === 0) return `${why} ${none} No session was begun.`;
  const cut = `The turn of ${roots.join(", ")} was cut off.`;
  return `${why} ${none} ${cut} ${goOn(roots)}`;
}
function unprovenMessage(doubts, lost) {
  const what = `It is not known whether everything is done: ${doubts.join("; ")}.`;
  return lost.length > 0 ? `${what} Not completed: ${named(lost)}.` : what;
}
function continueWith(roots, { dir, agent, model, variant }) {
  const options = Object.entries({ dir, agent, model, variant }).flatMap(
    ([name, value]) => value === void 0 ? [] : [`--${name}`, value]
  );
  return `To continue: ${roots.map((root) => continueCommand(root, options)).join(" ; ")}`;
}
function sessionOf({ session }) {
  return session !== void 0 && isSessionId(session) ? session : null;
}

// js-shim/cli/run-report.js
init_complaint();
import fs15 from "node:fs";

// js-shim/cli/summary.js
init_show();
init_terminal();
function summarise(record, { exitCode, reason, message }) {
  const tasks = record.tasks();
  const lost = new Set(unrecovered(tasks));
  const sum = (field) => tasks.reduce((total, task) => total + task[field], 0);
  return {
    exit_code: exitCode,
    reason,
    message,
    started: record.startedAt,
    duration_ms: Date.now() - record.startedAt,
    sessions: record.sessions().map(({ root }) => root),
    total: { steps: sum("steps"), tool_calls: sum("tool_calls"), tokens: sum("tokens"), cost: sum("cost") },
    tasks: tasks.map((task) => ({
      id: task.id,
      description: task.description,
      status: task.status,
      recovered: ["completed", "cancelled"].includes(task.status) ? null : !lost.has(task),
      root: task.root,
      session: task.session,
      agent: task.agent,
      model: task.model,
      queued: task.queued,
      started: task.started,
      ended: task.ended,
      run_ms: task.run_time,
      steps: task.steps,
      tool_calls: task.tool_calls,
      tokens: task.tokens,
      cost: task.cost,
      result: task.result,
      error: task.error
    }))
  };
}
function summaryText(summary) {
  const { exit_code, reason, duration_ms, total, tasks } = summary;
  const rows = tasks.map(
    (task) => [
      task.id,
      task.status,
      clock(task.run_ms),
      oneLine([task.description, task.error].filter(Boolean).join(" \u2013 "))
    ].map((text2) => ({ text: text2 }))
  );
  const head = `Holdfast: ${reason.replace("_", " ")} (exit code ${exit_code}) after ${clock(duration_ms)}`;
  return [`${head}, ${counted(tasks.length, "background task")}: ${work(total)}.`, ...table(rows)].join("\n");
}

// js-shim/cli/run-report.js
function writeReport(record, end, { summary, summaryFile }) {
  if (end.message) say(end.message);
  if (!summary && summaryFile === void 0) return;
  const content = summarise(record, end);
  const text2 = summary === "text" ? summaryText(content) : JSON.stringify(content, null, summaryFile && 2);
  if (summaryFile === void 0) return process.stderr.write(`${text2}
`);
  try {
    fs15.writeFileSync(summaryFile, `${text2}
`, { mode: 384 });
  } catch (error) {
    say(`The summary could not be written to ${summaryFile}: ${reasonOf(error)}.`);
    process.stderr.write(`${text2}
`);
  }
}
function say(message) {
  process.stderr.write(`holdfast: ${message}
`);
}

// js-shim/cli/verdict.js
import os2 from "node:os";
function verdict(ending, { tasks, quieted, doubts = [] }, { allowFailedTasks }) {
  if (ending.timedOut) return { exitCode: 124, reason: "timeout" };
  if (ending.signal) return { exitCode: 128 + os2.constants.signals[ending.signal], reason: "interrupted" };
  if (ending.code !== 0) return { exitCode: ending.code ?? 1, reason: "opencode_failed" };
  if (doubts.length > 0) return { exitCode: 4, reason: "unproven" };
  if (unrecovered(tasks).length > 0 && !allowFailedTasks) return { exitCode: 2, reason: "tasks_failed" };
  if (quieted > 0) return { exitCode: 3, reason: "todos_left" };
  return { exitCode: 0, reason: "completed" };
}

// js-shim/cli/run.js
var LOOK_MS = 100;
var REFUSED = 125;
var NOT_FOUND = 127;
var EXIT_CODES = `
Exit codes:
  0    everything is done
  2    a background task failed and was not recovered
  3    todos were left open when continuation ended
  4    it is not known whether everything is done
  124  the --timeout passed; unfinished work can be resumed
  125  nothing was run; the message says why
  127  OpenCode was not found
  130  interrupted (SIGINT); 143 for SIGTERM, 129 for SIGHUP
  Any other is OpenCode's own.

Examples:
  holdfast run "Fix the failing tests"
  holdfast run --timeout 30m --summary-file run.json -m zai/glm-4.7 "Fix the failing tests"
  git diff | holdfast run "Review this"
`;
function runCommand(program3) {
  const command = program3.command("run").summary("run `opencode run` and wait for all of its work").description(
    "Runs `opencode run` with Holdfast loaded, even if no configuration names it. Input, output and signals are passed through."
  ).argument("[arguments...]", "the arguments and options of `opencode run`").addHelpText("after", EXIT_CODES).allowUnknownOption().exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : REFUSED));
  withOwnOptions(command).action((_arguments, options) => run(forOpenCode(process.argv.slice(3)), options));
}
async function run(args, options) {
  const given = readOpenCode(args);
  refuseArguments(given);
  const folder = path11.resolve(given.dir ?? ".");
  const project3 = openProject(folder);
  const program3 = findOpenCode();
  if (!program3) {
    throw new Complaint(
      "OpenCode was not found on the PATH; install it with `npm install -g opencode-ai`.",
      NOT_FOUND
    );
  }
  proveState(project3.dir);
  if (options.summaryFile !== void 0) proveSummary(options.summaryFile);
  const live = Boolean(process.stderr.isTTY) && process.env.TERM !== "dumb" && !isInteractive(given);
  const report = awaitReport();
  const record = recordRun(project3, report);
  const child = startOpenCode(program3, ["run", ...args], {
    ...environmentWithHoldfast(project3.root),
    ...report.env,
    // OpenCode takes its folder from this variable, not from where it is started.
    PWD: process.cwd(),
    ...live && { HOLDFAST_PROGRESS: "off" }
  });
  const tree = watchTree(child.pid ?? 0);
  const progress = live ? showProgress(record) : null;
  const looking = setInterval(() => record.look() && progress?.draw(), LOOK_MS);
  const ending = await endOf(child, tree, options.timeout);
  clearInterval(looking);
  progress?.stop();
  record.read();
  const doubts = given.help || given.version ? [] : record.doubts();
  const end = verdict(ending, { tasks: record.tasks(), quieted: record.quieted().length, doubts }, options);
  process.exitCode = end.exitCode;
  writeReport(record, { ...end, message: messageOf(record, end, doubts, given) }, options);
}
function isInteractive({ interactive, mini }) {
  return Boolean(interactive || mini);
}

// js-shim/cli/serve.js
import { spawn as spawn3 } from "node:child_process";
import fs23 from "node:fs";
import path17 from "node:path";
init_complaint();
init_invocation();
init_terminal();
var PORT = 4650;
var LOOK_MS2 = { least: 250, most: 1e4 };
function serveCommand(program3) {
  const collect = (value, before = []) => [...before, value];
  program3.command("serve").summary("an API, a stream of events, metrics and a page").description(
    "Serves the project's tasks to other programs and to a browser, until you press Ctrl+C. Prints the link to the page, with its token, on standard output."
  ).option("--port <number>", `the port; 0 for any that is free (default: ${PORT})`, portIn).option("--host <address>", "the address to listen on", "127.0.0.1").option("--allow-host <name>", "another name of this server, as behind a proxy; can be repeated", collect).option("--project <folder>", "a project, instead of the current folder's; can be repeated", collect).addOption(
    new Option("--idle <time>", "end an OpenCode that was started here after so long without work").argParser(idleIn).default(6e5, "10m")
  ).option("--open", "open the page in a browser").action(serve3);
}
async function serve3({ port, host, project: project3, allowHost = [], open, idle }) {
  const say2 = (text2) => void process.stderr.write(`${oneLine(text2)}
`);
  const report = (error) => say2(`holdfast: ${error instanceof Error ? error.stack : error}`);
  const { isLoopback: isLoopback2, tokenOf: tokenOf2 } = await Promise.resolve().then(() => (init_access(), access_exports));
  const { createProjects: createProjects2 } = await Promise.resolve().then(() => (init_served(), served_exports));
  const { createApp: createApp2, listen: listen2 } = await Promise.resolve().then(() => (init_server(), server_exports));
  for (const folder of project3 ?? []) {
    if (!fs23.statSync(folder, { throwIfNoEntry: false })?.isDirectory())
      throw new Complaint(`There is no folder ${folder} to serve; correct --project.`);
  }
  const projects = createProjects2(project3 ?? [process.cwd()], { idleMs: idle, say: say2, report });
  const { token, file } = tokenOf2(projects.all[0].project.dir);
  const app = createApp2({ projects, token, host, names: allowHost, report });
  const listening = await listenOn((port2) => listen2(app, { host, port: port2 }), host, port, say2).catch((error) => {
    projects.close();
    throw error;
  });
  serveUntilStopped(projects, listening.close, idle, say2);
  if (!isLoopback2(host))
    say2(
      `Warning: everybody who reaches ${host} and has the token can run tasks on this machine, unencrypted.`
    );
  for (const { project: project4 } of projects.all) {
    say2(`Serving ${project4.root}.`);
    for (const problem2 of project4.problems) say2(problem2);
  }
  say2(`The token is in ${file}. Press Ctrl+C to stop.`);
  const shown2 = host.includes(":") ? `[${host}]` : host;
  const link = `http://${shown2}:${listening.port}/#token=${token}`;
  process.stdout.write(`${link}
`);
  if (open) openInBrowser(link, path17.dirname(file), say2);
  for (const { work: work2 } of projects.all) work2.resumeWork();
}
function serveUntilStopped(projects, close, idle, say2) {
  const looking = setInterval(
    () => {
      for (const { opencode } of projects.all) opencode.look();
    },
    Math.min(LOOK_MS2.most, Math.max(LOOK_MS2.least, idle / 10))
  );
  const end = () => {
    clearInterval(looking);
    close();
    projects.close();
    const cut = projects.all.map(({ opencode }) => opencode.stop()).reduce((sum, count) => sum + count, 0);
    if (cut > 0)
      say2(`${cut} at work with the OpenCode that was started here; to continue: ${ownCommand("resume")}`);
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, end);
}
async function listenOn(listen2, host, port, say2) {
  try {
    return await listen2(port ?? PORT);
  } catch (error) {
    const { code } = (
      /** @type {NodeJS.ErrnoException} */
      error
    );
    if (code === "EADDRINUSE" && port === void 0) {
      say2(`Port ${PORT} is in use, perhaps by another \`holdfast serve\`; another one is taken.`);
      return listen2(0);
    }
    throw new Complaint(whyNot(error, host, port ?? PORT));
  }
}
function whyNot(error, host, port) {
  const { code } = (
    /** @type {NodeJS.ErrnoException} */
    error
  );
  if (code === "EADDRINUSE")
    return `Port ${port} is in use; name another one with --port, or --port 0 for any.`;
  if (code === "EACCES") return `Port ${port} needs the rights of an administrator; use one above 1023.`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return `${host} is no address of this machine; --host takes one of its own, such as 127.0.0.1.`;
  return `Nothing can listen on ${host}:${port}: ${reasonOf(error)}.`;
}
function idleIn(text2) {
  try {
    return parseTime(text2);
  } catch {
    throw new Complaint(`The --idle must be a time such as 90s, 15m or 2h, not "${text2}".`);
  }
}
function portIn(text2) {
  const port = Number(text2);
  if (!/^\d+$/.test(text2) || port > 65535) throw new InvalidArgumentError("It is a number from 0 to 65535.");
  return port;
}
function openInBrowser(link, folder, say2) {
  const file = path17.join(folder, "open.html");
  fs23.rmSync(file, { force: true });
  fs23.writeFileSync(file, `<!doctype html><meta http-equiv="refresh" content="0; url=${link}">`, {
    mode: 384
  });
  const openers = { darwin: "open", win32: "explorer" };
  const program3 = openers[process.platform] ?? "xdg-open";
  const child = spawn3(program3, [file], { stdio: "ignore", detached: true });
  child.on("error", () => say2(`No browser could be opened (${program3}); open the link yourself.`));
  child.unref();
}

// js-shim/cli/main.js
init_show();

// js-shim/cli/stats.js
init_project();
init_terminal();
function statsCommand(program3) {
  program3.command("stats").summary("counts and times of this project").description(
    "Shows how tasks ended, how long they queued and ran, how fast results reached their agent, and which automatic prompts were sent and why they ended."
  ).option("--json", "as JSON: of the project and of each session, times in milliseconds").action(showStats);
}
function showStats({ json: json3 }) {
  const { sessions, stats } = openProject().view();
  if (json3) {
    const each = sessions.map(({ root, stats: stats2 }) => ({ root, ...stats2 }));
    return print(JSON.stringify({ project: stats, sessions: each }, null, 2));
  }
  const times = { "in the queue": stats.queue, running: stats.run, "until delivered": stats.wake };
  const timeRows = Object.entries(times).map(([name, { median, p95 }]) => [
    name,
    duration(median),
    duration(p95)
  ]);
  print(
    [
      section("Tasks", countRows(stats.outcomes)),
      section("Times", [["", "median", "95 %"], ...timeRows]),
      section("Automatic prompts", countRows(stats.prompts)),
      section("Continuation ended by itself", countRows(stats.quieted))
    ].join("\n\n")
  );
}
function countRows(counts2) {
  const rows = Object.entries(counts2).map(([name, count]) => [name.replaceAll("_", " "), String(count)]);
  return rows.length > 0 ? rows : [["none", ""]];
}
function section(title, rows) {
  const lines = table(rows.map((row2) => row2.map((text2) => ({ text: text2 }))));
  return [painter()("bold", title), ...lines.map((line) => `  ${line}`)].join("\n");
}

// js-shim/cli/tasks.js
init_invocation();
init_project();
init_terminal();
var LEAST_COLUMNS = 24;
function tasksCommand(program3) {
  program3.command("tasks").summary("list background tasks").description(
    "Lists background tasks: those of the session used last and of every session with unfinished tasks."
  ).option("-a, --all", "every session of the project").option("--json", "as JSON").action(listTasks2);
}
function listTasks2({ all, json: json3 }) {
  const project3 = openProject();
  const { others, ...view } = all ? { ...project3.view(), others: false } : project3.recent();
  const newest2 = Math.max(...view.sessions.map(({ root }) => project3.changed(root)));
  const sessions = view.sessions.filter(
    (session) => all || project3.changed(session.root) === newest2 || session.tasks.some(isUnfinished)
  );
  if (json3) return print(JSON.stringify({ ...view, sessions }, null, 2));
  const shown2 = sessions.filter(({ tasks }) => tasks.length > 0);
  if (shown2.length === 0) return print(noTasks(project3.root, all, others, view.sessions));
  print(shown2.map((session) => describeSession(session, shown2.length > 1).join("\n")).join("\n\n"));
}
function noTasks(root, all, others, sessions) {
  const older = !all && (others || sessions.some(({ tasks }) => tasks.length > 0));
  if (!older) return `No background tasks in ${root}.`;
  return `No recent background tasks in ${root}; older ones: ${ownCommand("tasks", "--all")}`;
}
function isUnfinished({ status: status2, ended, resumable }) {
  return ended === null || status2 === "interrupted" && resumable;
}
function describeSession(session, named2) {
  const paint = painter();
  const layouts = [["time", "age"], ["time"], []].map(
    (shown2) => session.tasks.map((task) => row(task, shown2))
  );
  const rows = layouts.find((rows2) => roomForLast(rows2) >= LEAST_COLUMNS) ?? layouts[layouts.length - 1];
  return [
    ...named2 ? [paint("bold", oneLine(session.root))] : [],
    ...table(rows, columns()),
    ...notes(session).map((note3) => paint("yellow", note3))
  ];
}
function row(task, shown2) {
  const colour = STATUS_COLOURS[task.status];
  const time3 = { text: task.started === null ? "" : clock(task.run_time) };
  const age = { text: task.age, colour: (
    /** @type {const} */
    "dim"
  ) };
  return [
    { text: task.mark, colour },
    { text: task.id },
    { text: task.status, colour },
    ...shown2.includes("time") ? [time3] : [],
    ...shown2.includes("age") ? [age] : [],
    { text: [task.description, remark(task)].filter(Boolean).join(" \u2013 ") }
  ];
}
function remark(task) {
  if (task.status === "pending") return task.place === null ? "" : `place ${task.place} in the queue`;
  if (task.asking) return `waiting for permission: ${task.asking}`;
  if (task.status === "running") return task.tool ?? "";
  return task.error ?? "";
}
function notes({ root, alive, halted, stopped, tasks, waiting, problems }) {
  const inOrder = [...tasks].sort((a, b) => a.queued - b.queued);
  const next = tasks.filter(isForNextUse).length + waiting.length;
  const interrupted = unrecovered(inOrder).filter(
    (task) => task.status === "interrupted" && task.resumable && !isForNextUse(task)
  );
  return [
    ...halted ? [oneLine(halted)] : [],
    ...stopped ? ["Automatic prompts are stopped in this session; /go there allows them again."] : [],
    ...!alive && next > 0 ? [`OpenCode is not running. To continue: ${continueCommand(root)}`] : [],
    ...interrupted.length > 0 ? [resumeNote(interrupted)] : [],
    ...problems.map(oneLine)
  ];
}
function isForNextUse({ ended, delivered, status: status2 }) {
  return ended === null || !delivered && status2 !== "cancelled";
}
function resumeNote(tasks) {
  const ids = tasks.map(({ id }) => oneLine(id));
  const one = ids.length === 1 ? "it" : "one of them";
  return `Interrupted: ${ids.join(", ")}. To continue ${one}: ${ownCommand("resume", ids[0])}`;
}

// js-shim/cli/watch.js
init_changes();

// js-shim/cli/follow.js
import fs24 from "node:fs";
import { journalPath as journalPath9, journalRoots as journalRoots5 } from "../js-shim/files.js";
function followJournals(dir) {
  const open = /* @__PURE__ */ new Map();
  return {
    /** The complete lines since the last call; on the first call, all of them. */
    read() {
      for (const root of journalRoots5(dir)) {
        if (!open.has(root)) open.set(root, followFile(journalPath9(dir, root)));
      }
      return [...open].map(([root, file]) => ({ root, lines: file.read() })).filter(({ lines }) => lines.length > 0);
    },
    close() {
      for (const file of open.values()) file.close();
    }
  };
}
function followFile(path18) {
  let fd = fs24.openSync(path18, "r");
  let offset = 0;
  function drain() {
    const { size } = fs24.fstatSync(fd);
    if (size < offset) offset = 0;
    const bytes = Buffer.alloc(size - offset);
    fs24.readSync(fd, bytes, 0, bytes.length, offset);
    const end = bytes.lastIndexOf("\n") + 1;
    offset += end;
    return bytes.toString("utf8", 0, end).split("\n").filter((line) => line !== "");
  }
  return {
    read() {
      const lines = drain();
      const now = fs24.statSync(path18, { throwIfNoEntry: false });
      if (!now || now.ino === fs24.fstatSync(fd).ino) return lines;
      fs24.closeSync(fd);
      fd = fs24.openSync(path18, "r");
      offset = 0;
      return [...lines, ...afterCompaction(drain())];
    },
    close: () => fs24.closeSync(fd)
  };
}
function afterCompaction(lines) {
  return lines.slice(lines.findLastIndex((line) => line.includes('"what":{"totals":')) + 1);
}

// js-shim/cli/watch.js
init_lines();
init_project();
init_terminal();
var POLL_MS4 = 100;
function watchCommand(program3) {
  program3.command("watch").summary("follow what happens, live").description("Shows the tasks as they are, and then every change until you press Ctrl+C.").option("--json", "one JSON object per line: the present state of each session, then each change").action(watch2);
}
function watch2({ json: json3 }) {
  const project3 = openProject();
  const journals = followJournals(project3.dir);
  const readers = /* @__PURE__ */ new Map();
  const reader = (root) => {
    if (!readers.has(root)) readers.set(root, changesOf(root));
    return (
      /** @type {ReturnType<typeof changesOf>} */
      readers.get(root)
    );
  };
  const show2 = json3 ? (change) => print(JSON.stringify(change)) : forPeople(project3.root);
  const present = journals.read();
  for (const { root, lines } of present) for (const line of lines) reader(root).read(line);
  for (const change of presentState(project3, present)) show2(change);
  setInterval(() => {
    for (const { root, lines } of journals.read()) {
      for (const line of lines) {
        const change = reader(root).read(line);
        if (change) show2(change);
      }
    }
  }, POLL_MS4);
}
function presentState(project3, present) {
  const texts = new Map(present.map(({ root, lines }) => [root, `${lines.join("\n")}
`]));
  return project3.view((_, root) => texts.get(root) ?? "").sessions.map(({ root, tasks }) => ({ t: Date.now(), root, event: "state", tasks }));
}
function forPeople(root) {
  const { line, present, learn: learn2 } = describer();
  print(`Watching ${oneLine(root)}; press Ctrl+C to stop.`);
  const idle = setImmediate(() => print("No task is pending or running."));
  return (change) => {
    const lines = change.event === "state" ? presentLines(change) : [line(change)];
    for (const text2 of lines) {
      if (text2 === null) continue;
      clearImmediate(idle);
      print(text2);
    }
  };
  function presentLines({ tasks = [] }) {
    for (const task of tasks) learn2(task.id, task);
    return tasks.filter(isUnfinished).map(present);
  }
}

// js-shim/cli/main.js
var program2 = new Command("holdfast").description("Background tasks for OpenCode: run, list, steer and follow them.").version(version, "-v, --version").enablePositionalOptions().showHelpAfterError(`Run \`${ownName()} --help\`, or \`${ownName()} <command> --help\` for usage.`);
for (const add of [
  runCommand,
  tasksCommand,
  showCommand,
  cancelCommand,
  resumeCommand,
  watchCommand,
  serveCommand,
  statsCommand,
  initCommand,
  doctorCommand,
  completionCommand
]) {
  add(program2);
}
process.stdout.on("error", (error) => {
  if (
    /** @type {NodeJS.ErrnoException} */
    error.code === "EPIPE"
  ) process.exit(0);
  throw error;
});
try {
  await program2.parseAsync();
} catch (error) {
  const { message, exitCode } = error instanceof Complaint ? error : unexpected(error);
  process.stderr.write(`holdfast: ${message}
`);
  process.exitCode = exitCode ?? (process.argv[2] === "run" ? REFUSED : 1);
}
function unexpected(error) {
  if (process.env.HOLDFAST_DEBUG) console.error(error);
  const { path: path18 } = (
    /** @type {NodeJS.ErrnoException} */
    error
  );
  if (path18) return new Complaint(`${path18} could not be used: ${reasonOf(error)}.`);
  return new Complaint(`An internal error occurred: ${reasonOf(error)}. HOLDFAST_DEBUG=1 shows where.`);
}
/*
This file contains:

@hono/node-server 2.1.8

MIT License

Copyright (c) 2022 - present, Yusuke Wada and Hono contributors

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.

----

commander 14.0.3

(The MIT License)

Copyright (c) 2011 TJ Holowaychuk <tj@vision-media.ca>

Permission is hereby granted, free of charge, to any person obtaining
a copy of this software and associated documentation files (the
'Software'), to deal in the Software without restriction, including
without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to
permit persons to whom the Software is furnished to do so, subject to
the following conditions:

The above copyright notice and this permission notice shall be
included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED 'AS IS', WITHOUT WARRANTY OF ANY KIND,
EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT.
IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY
CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT,
TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE
SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.

----

hono 4.13.19

MIT License

Copyright (c) 2021 - present, Yusuke Wada and Hono contributors

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.

----

htm 3.1.1

Apache License
                           Version 2.0, January 2004
                        http://www.apache.org/licenses/

   TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION

   1. Definitions.

      "License" shall mean the terms and conditions for use, reproduction,
      and distribution as defined by Sections 1 through 9 of this document.

      "Licensor" shall mean the copyright owner or entity authorized by
      the copyright owner that is granting the License.

      "Legal Entity" shall mean the union of the acting entity and all
      other entities that control, are controlled by, or are under common
      control with that entity. For the purposes of this definition,
      "control" means (i) the power, direct or indirect, to cause the
      direction or management of such entity, whether by contract or
      otherwise, or (ii) ownership of fifty percent (50%) or more of the
      outstanding shares, or (iii) beneficial ownership of such entity.

      "You" (or "Your") shall mean an individual or Legal Entity
      exercising permissions granted by this License.

      "Source" form shall mean the preferred form for making modifications,
      including but not limited to software source code, documentation
      source, and configuration files.

      "Object" form shall mean any form resulting from mechanical
      transformation or translation of a Source form, including but
      not limited to compiled object code, generated documentation,
      and conversions to other media types.

      "Work" shall mean the work of authorship, whether in Source or
      Object form, made available under the License, as indicated by a
      copyright notice that is included in or attached to the work
      (an example is provided in the Appendix below).

      "Derivative Works" shall mean any work, whether in Source or Object
      form, that is based on (or derived from) the Work and for which the
      editorial revisions, annotations, elaborations, or other modifications
      represent, as a whole, an original work of authorship. For the purposes
      of this License, Derivative Works shall not include works that remain
      separable from, or merely link (or bind by name) to the interfaces of,
      the Work and Derivative Works thereof.

      "Contribution" shall mean any work of authorship, including
      the original version of the Work and any modifications or additions
      to that Work or Derivative Works thereof, that is intentionally
      submitted to Licensor for inclusion in the Work by the copyright owner
      or by an individual or Legal Entity authorized to submit on behalf of
      the copyright owner. For the purposes of this definition, "submitted"
      means any form of electronic, verbal, or written communication sent
      to the Licensor or its representatives, including but not limited to
      communication on electronic mailing lists, source code control systems,
      and issue tracking systems that are managed by, or on behalf of, the
      Licensor for the purpose of discussing and improving the Work, but
      excluding communication that is conspicuously marked or otherwise
      designated in writing by the copyright owner as "Not a Contribution."

      "Contributor" shall mean Licensor and any individual or Legal Entity
      on behalf of whom a Contribution has been received by Licensor and
      subsequently incorporated within the Work.

   2. Grant of Copyright License. Subject to the terms and conditions of
      this License, each Contributor hereby grants to You a perpetual,
      worldwide, non-exclusive, no-charge, royalty-free, irrevocable
      copyright license to reproduce, prepare Derivative Works of,
      publicly display, publicly perform, sublicense, and distribute the
      Work and such Derivative Works in Source or Object form.

   3. Grant of Patent License. Subject to the terms and conditions of
      this License, each Contributor hereby grants to You a perpetual,
      worldwide, non-exclusive, no-charge, royalty-free, irrevocable
      (except as stated in this section) patent license to make, have made,
      use, offer to sell, sell, import, and otherwise transfer the Work,
      where such license applies only to those patent claims licensable
      by such Contributor that are necessarily infringed by their
      Contribution(s) alone or by combination of their Contribution(s)
      with the Work to which such Contribution(s) was submitted. If You
      institute patent litigation against any entity (including a
      cross-claim or counterclaim in a lawsuit) alleging that the Work
      or a Contribution incorporated within the Work constitutes direct
      or contributory patent infringement, then any patent licenses
      granted to You under this License for that Work shall terminate
      as of the date such litigation is filed.

   4. Redistribution. You may reproduce and distribute copies of the
      Work or Derivative Works thereof in any medium, with or without
      modifications, and in Source or Object form, provided that You
      meet the following conditions:

      (a) You must give any other recipients of the Work or
          Derivative Works a copy of this License; and

      (b) You must cause any modified files to carry prominent notices
          stating that You changed the files; and

      (c) You must retain, in the Source form of any Derivative Works
          that You distribute, all copyright, patent, trademark, and
          attribution notices from the Source form of the Work,
          excluding those notices that do not pertain to any part of
          the Derivative Works; and

      (d) If the Work includes a "NOTICE" text file as part of its
          distribution, then any Derivative Works that You distribute must
          include a readable copy of the attribution notices contained
          within such NOTICE file, excluding those notices that do not
          pertain to any part of the Derivative Works, in at least one
          of the following places: within a NOTICE text file distributed
          as part of the Derivative Works; within the Source form or
          documentation, if provided along with the Derivative Works; or,
          within a display generated by the Derivative Works, if and
          wherever such third-party notices normally appear. The contents
          of the NOTICE file are for informational purposes only and
          do not modify the License. You may add Your own attribution
          notices within Derivative Works that You distribute, alongside
          or as an addendum to the NOTICE text from the Work, provided
          that such additional attribution notices cannot be construed
          as modifying the License.

      You may add Your own copyright statement to Your modifications and
      may provide additional or different license terms and conditions
      for use, reproduction, or distribution of Your modifications, or
      for any such Derivative Works as a whole, provided Your use,
      reproduction, and distribution of the Work otherwise complies with
      the conditions stated in this License.

   5. Submission of Contributions. Unless You explicitly state otherwise,
      any Contribution intentionally submitted for inclusion in the Work
      by You to the Licensor shall be under the terms and conditions of
      this License, without any additional terms or conditions.
      Notwithstanding the above, nothing herein shall supersede or modify
      the terms of any separate license agreement you may have executed
      with Licensor regarding such Contributions.

   6. Trademarks. This License does not grant permission to use the trade
      names, trademarks, service marks, or product names of the Licensor,
      except as required for reasonable and customary use in describing the
      origin of the Work and reproducing the content of the NOTICE file.

   7. Disclaimer of Warranty. Unless required by applicable law or
      agreed to in writing, Licensor provides the Work (and each
      Contributor provides its Contributions) on an "AS IS" BASIS,
      WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or
      implied, including, without limitation, any warranties or conditions
      of TITLE, NON-INFRINGEMENT, MERCHANTABILITY, or FITNESS FOR A
      PARTICULAR PURPOSE. You are solely responsible for determining the
      appropriateness of using or redistributing the Work and assume any
      risks associated with Your exercise of permissions under this License.

   8. Limitation of Liability. In no event and under no legal theory,
      whether in tort (including negligence), contract, or otherwise,
      unless required by applicable law (such as deliberate and grossly
      negligent acts) or agreed to in writing, shall any Contributor be
      liable to You for damages, including any direct, indirect, special,
      incidental, or consequential damages of any character arising as a
      result of this License or out of the use or inability to use the
      Work (including but not limited to damages for loss of goodwill,
      work stoppage, computer failure or malfunction, or any and all
      other commercial damages or losses), even if such Contributor
      has been advised of the possibility of such damages.

   9. Accepting Warranty or Additional Liability. While redistributing
      the Work or Derivative Works thereof, You may choose to offer,
      and charge a fee for, acceptance of support, warranty, indemnity,
      or other liability obligations and/or rights consistent with this
      License. However, in accepting such obligations, You may act only
      on Your own behalf and on Your sole responsibility, not on behalf
      of any other Contributor, and only if You agree to indemnify,
      defend, and hold each Contributor harmless for any liability
      incurred by, or claims asserted against, such Contributor by reason
      of your accepting any such warranty or additional liability.

   END OF TERMS AND CONDITIONS

   APPENDIX: How to apply the Apache License to your work.

      To apply the Apache License to your work, attach the following
      boilerplate notice, with the fields enclosed by brackets "[]"
      replaced with your own identifying information. (Don't include
      the brackets!)  The text should be enclosed in the appropriate
      comment syntax for the file format. We also recommend that a
      file or class name and description of purpose be included on the
      same "printed page" as the copyright notice for easier
      identification within third-party archives.

   Copyright 2018 Google Inc.

   Licensed under the Apache License, Version 2.0 (the "License");
   you may not use this file except in compliance with the License.
   You may obtain a copy of the License at

       http://www.apache.org/licenses/LICENSE-2.0

   Unless required by applicable law or agreed to in writing, software
   distributed under the License is distributed on an "AS IS" BASIS,
   WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
   See the License for the specific language governing permissions and
   limitations under the License.

----

jsonc-parser 3.3.1

The MIT License (MIT)

Copyright (c) Microsoft

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.

----

preact 11.2.0

The MIT License (MIT)

Copyright (c) 2015-present Jason Miller

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
*/
