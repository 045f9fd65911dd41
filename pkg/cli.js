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
var __commonJS = (cb, mod) => function __require2() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
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
        this.negativeOptions.forEach((value, key) => {
          if (this.positiveOptions.has(key)) {
            this.dualOptions.add(key);
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
    var EventEmitter = __require("node:events").EventEmitter;
    var childProcess = __require("node:child_process");
    var path11 = __require("node:path");
    var fs15 = __require("node:fs");
    var process2 = __require("node:process");
    var { Argument: Argument2, humanReadableArgName } = require_argument();
    var { CommanderError: CommanderError2 } = require_error();
    var { Help: Help2, stripColor } = require_help();
    var { Option: Option2, DualOptions } = require_option();
    var { suggestSimilar } = require_suggestSimilar();
    var Command2 = class _Command extends EventEmitter {
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
      getOptionValue(key) {
        if (this._storeOptionsAsProperties) {
          return this[key];
        }
        return this._optionValues[key];
      }
      /**
       * Store option value.
       *
       * @param {string} key
       * @param {object} value
       * @return {Command} `this` command for chaining
       */
      setOptionValue(key, value) {
        return this.setOptionValueWithSource(key, value, void 0);
      }
      /**
       * Store option value and where the value came from.
       *
       * @param {string} key
       * @param {object} value
       * @param {string} source - expected values are default/config/env/cli/implied
       * @return {Command} `this` command for chaining
       */
      setOptionValueWithSource(key, value, source2) {
        if (this._storeOptionsAsProperties) {
          this[key] = value;
        } else {
          this._optionValues[key] = value;
        }
        this._optionValueSources[key] = source2;
        return this;
      }
      /**
       * Get source of option value.
       * Expected values are default | config | env | cli | implied
       *
       * @param {string} key
       * @return {string}
       */
      getOptionValueSource(key) {
        return this._optionValueSources[key];
      }
      /**
       * Get source of option value. See also .optsWithGlobals().
       * Expected values are default | config | env | cli | implied
       *
       * @param {string} key
       * @return {string}
       */
      getOptionValueSourceWithGlobals(key) {
        let source2;
        this._getCommandAndAncestors().forEach((cmd) => {
          if (cmd.getOptionValueSource(key) !== void 0) {
            source2 = cmd.getOptionValueSource(key);
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
        if (fs15.existsSync(executableFile)) return;
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
          const localBin = path11.resolve(baseDir, baseName);
          if (fs15.existsSync(localBin)) return localBin;
          if (sourceExt.includes(path11.extname(baseName))) return void 0;
          const foundExt = sourceExt.find(
            (ext) => fs15.existsSync(`${localBin}${ext}`)
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
            resolvedScriptPath = fs15.realpathSync(this._scriptPath);
          } catch {
            resolvedScriptPath = this._scriptPath;
          }
          executableDir = path11.resolve(
            path11.dirname(resolvedScriptPath),
            executableDir
          );
        }
        if (executableDir) {
          let localFile = findFile(executableDir, executableFile);
          if (!localFile && !subcommand._executableFile && this._scriptPath) {
            const legacyName = path11.basename(
              this._scriptPath,
              path11.extname(this._scriptPath)
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
        launchWithNode = sourceExt.includes(path11.extname(executableFile));
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
        const parsed = this.parseOptions(unknown);
        this._parseOptionsEnv();
        this._parseOptionsImplied();
        operands = operands.concat(parsed.operands);
        unknown = parsed.unknown;
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
        this._outputHelpIfRequested(parsed.unknown);
        this._checkForMissingMandatoryOptions();
        this._checkForConflictingOptions();
        const checkForUnknownOptions = () => {
          if (parsed.unknown.length > 0) {
            this.unknownOption(parsed.unknown[0]);
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
            const key = this.options[i].attributeName();
            result[key] = key === this._versionOptionName ? this._version : this[key];
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
      unknownOption(flag) {
        if (this._allowUnknownOption) return;
        let suggestion = "";
        if (flag.startsWith("--") && this._showSuggestionAfterError) {
          let candidateFlags = [];
          let command = this;
          do {
            const moreFlags = command.createHelp().visibleOptions(command).filter((option) => option.long).map((option) => option.long);
            candidateFlags = candidateFlags.concat(moreFlags);
            command = command.parent;
          } while (command && !command._enablePositionalOptions);
          suggestion = suggestSimilar(flag, candidateFlags);
        }
        const message = `error: unknown option '${flag}'${suggestion}`;
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
        this._name = path11.basename(filename, path11.extname(filename));
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
      executableDir(path12) {
        if (path12 === void 0) return this._executableDir;
        this._executableDir = path12;
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
        const text = helper.formatHelp(this, helper);
        if (context.hasColors) return text;
        return this._outputConfiguration.stripColor(text);
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
      addHelpText(position, text) {
        const allowedValues = ["beforeAll", "before", "after", "afterAll"];
        if (!allowedValues.includes(position)) {
          throw new Error(`Unexpected value for position to addHelpText.
Expecting one of '${allowedValues.join("', '")}'`);
        }
        const helpEvent = `${position}Help`;
        this.on(helpEvent, (context) => {
          let helpStr;
          if (typeof text === "function") {
            helpStr = text({ error: context.error, command: context.command });
          } else {
            helpStr = text;
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
        let match;
        if ((match = arg.match(/^(--inspect(-brk)?)$/)) !== null) {
          debugOption = match[1];
        } else if ((match = arg.match(/^(--inspect(-brk|-port)?)=([^:]+)$/)) !== null) {
          debugOption = match[1];
          if (/^\d+$/.test(match[3])) {
            debugPort = match[3];
          } else {
            debugHost = match[3];
          }
        } else if ((match = arg.match(/^(--inspect(-brk|-port)?)=([^:]+):(\d+)$/)) !== null) {
          debugOption = match[1];
          debugHost = match[3];
          debugPort = match[4];
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
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { appendJournal, journalPath as journalPath3, ownerHere as ownerHere2, readText as readText3 } from "../js-shim/files.js";
import { load as load2 } from "../js-shim/load.js";

// js-shim/cli/complaint.js
var Complaint = class extends Error {
  /** @param {string} message @param {number} [exitCode] where the command has one of its own for it */
  constructor(message, exitCode) {
    super(message);
    this.exitCode = exitCode;
  }
};
var MEANINGS = {
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
function reasonOf(error) {
  const { code, message } = (
    /** @type {NodeJS.ErrnoException} */
    error
  );
  return MEANINGS[code ?? ""] ?? String(message ?? error).replace(/\.$/, "");
}

// js-shim/cli/invocation.js
import fs from "node:fs";
import path from "node:path";
var NAMES = ["holdfast", "opencode-holdfast"];
var GO_ON = "go on";
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

// js-shim/cli/project.js
import fs5 from "node:fs";
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

// js-shim/resting.js
import fs3 from "node:fs";
import path3 from "node:path";

// js-shim/files.js
import path2 from "node:path";

// js-shim/state-dir.js
import fs2 from "node:fs";
function refusalOf(dir) {
  const stat = fs2.lstatSync(dir, { throwIfNoEntry: false });
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

// js-shim/owner.js
var OLD_MS = 24 * 60 * 6e4;

// js-shim/files.js
function journalPath(dir, root) {
  if (!/^[\w-]{1,128}$/.test(root))
    throw new Error(`"${root}" cannot name a journal; a session id such as ses_\u2026 is needed.`);
  return path2.join(dir, `${root}.jsonl`);
}

// js-shim/resting.js
var NAME = "resting.json";
function restingJournals(dir) {
  const before = readIndex(path3.join(dir, NAME));
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
    /** Keeps it for the next reader. */
    save() {
      if (!changed) return;
      changed = false;
      write(dir, { ...before, ...Object.fromEntries(resting) });
    }
  };
}
function statOf(dir, root) {
  return fs3.statSync(journalPath(dir, root), { throwIfNoEntry: false });
}
function claimsIn(text) {
  let claims = "";
  for (let at = text.indexOf('"claimed"'); at >= 0; ) {
    const start = text.lastIndexOf("\n", at) + 1;
    const end = text.indexOf("\n", at) + 1;
    if (end === 0) break;
    claims += text.slice(start, end);
    at = text.indexOf('"claimed"', end);
  }
  return claims;
}
function isAtRest({ tasks, waiting, halted, problems }) {
  const isOver = ({ ended, delivered, status, resumable }) => ended !== null && delivered && !(status === "interrupted" && resumable);
  return waiting.length === 0 && !halted && problems.length === 0 && tasks.every(isOver);
}
function stampOf({ ino, size, mtimeMs }) {
  return `${ino} ${size} ${mtimeMs}`;
}
function readIndex(file) {
  try {
    const { v, resting } = JSON.parse(fs3.readFileSync(file, "utf8"));
    return v === 1 && typeof resting === "object" && resting !== null ? resting : {};
  } catch {
    return {};
  }
}
function write(dir, resting) {
  try {
    if (refusalOf(dir)) return;
    const file = path3.join(dir, NAME);
    const fresh = `${file}.${process.pid}.new`;
    fs3.writeFileSync(fresh, JSON.stringify({ v: 1, resting }), { mode: 384 });
    fs3.renameSync(fresh, file);
  } catch {
  }
}

// js-shim/cli/opencode-config.js
import fs4 from "node:fs";
import path4 from "node:path";
import { fileURLToPath } from "node:url";

// node_modules/jsonc-parser/lib/esm/impl/scanner.js
function createScanner(text, ignoreTrivia = false) {
  const len = text.length;
  let pos = 0, value = "", tokenOffset = 0, token = 16, lineNumber = 0, lineStartOffset = 0, tokenLineStartOffset = 0, prevTokenLineStartOffset = 0, scanError = 0;
  function scanHexDigits(count, exact) {
    let digits = 0;
    let value2 = 0;
    while (digits < count || !exact) {
      let ch = text.charCodeAt(pos);
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
    if (text.charCodeAt(pos) === 48) {
      pos++;
    } else {
      pos++;
      while (pos < text.length && isDigit(text.charCodeAt(pos))) {
        pos++;
      }
    }
    if (pos < text.length && text.charCodeAt(pos) === 46) {
      pos++;
      if (pos < text.length && isDigit(text.charCodeAt(pos))) {
        pos++;
        while (pos < text.length && isDigit(text.charCodeAt(pos))) {
          pos++;
        }
      } else {
        scanError = 3;
        return text.substring(start, pos);
      }
    }
    let end = pos;
    if (pos < text.length && (text.charCodeAt(pos) === 69 || text.charCodeAt(pos) === 101)) {
      pos++;
      if (pos < text.length && text.charCodeAt(pos) === 43 || text.charCodeAt(pos) === 45) {
        pos++;
      }
      if (pos < text.length && isDigit(text.charCodeAt(pos))) {
        pos++;
        while (pos < text.length && isDigit(text.charCodeAt(pos))) {
          pos++;
        }
        end = pos;
      } else {
        scanError = 3;
      }
    }
    return text.substring(start, end);
  }
  function scanString() {
    let result = "", start = pos;
    while (true) {
      if (pos >= len) {
        result += text.substring(start, pos);
        scanError = 2;
        break;
      }
      const ch = text.charCodeAt(pos);
      if (ch === 34) {
        result += text.substring(start, pos);
        pos++;
        break;
      }
      if (ch === 92) {
        result += text.substring(start, pos);
        pos++;
        if (pos >= len) {
          scanError = 2;
          break;
        }
        const ch2 = text.charCodeAt(pos++);
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
          result += text.substring(start, pos);
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
    let code = text.charCodeAt(pos);
    if (isWhiteSpace(code)) {
      do {
        pos++;
        value += String.fromCharCode(code);
        code = text.charCodeAt(pos);
      } while (isWhiteSpace(code));
      return token = 15;
    }
    if (isLineBreak(code)) {
      pos++;
      value += String.fromCharCode(code);
      if (code === 13 && text.charCodeAt(pos) === 10) {
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
        if (text.charCodeAt(pos + 1) === 47) {
          pos += 2;
          while (pos < len) {
            if (isLineBreak(text.charCodeAt(pos))) {
              break;
            }
            pos++;
          }
          value = text.substring(start, pos);
          return token = 12;
        }
        if (text.charCodeAt(pos + 1) === 42) {
          pos += 2;
          const safeLength = len - 1;
          let commentClosed = false;
          while (pos < safeLength) {
            const ch = text.charCodeAt(pos);
            if (ch === 42 && text.charCodeAt(pos + 1) === 47) {
              pos += 2;
              commentClosed = true;
              break;
            }
            pos++;
            if (isLineBreak(ch)) {
              if (ch === 13 && text.charCodeAt(pos) === 10) {
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
          value = text.substring(start, pos);
          return token = 13;
        }
        value += String.fromCharCode(code);
        pos++;
        return token = 16;
      // numbers
      case 45:
        value += String.fromCharCode(code);
        pos++;
        if (pos === len || !isDigit(text.charCodeAt(pos))) {
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
          code = text.charCodeAt(pos);
        }
        if (tokenOffset !== pos) {
          value = text.substring(tokenOffset, pos);
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

// node_modules/jsonc-parser/lib/esm/impl/string-intern.js
var cachedSpaces = new Array(20).fill(0).map((_, index) => {
  return " ".repeat(index);
});
var maxCachedValues = 200;
var cachedBreakLinesWithSpaces = {
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

// node_modules/jsonc-parser/lib/esm/impl/parser.js
var ParseOptions;
(function(ParseOptions2) {
  ParseOptions2.DEFAULT = {
    allowTrailingComma: false
  };
})(ParseOptions || (ParseOptions = {}));
function parse(text, errors = [], options = ParseOptions.DEFAULT) {
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
  visit(text, visitor, options);
  return currentParent[0];
}
function parseTree(text, errors = [], options = ParseOptions.DEFAULT) {
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
  visit(text, visitor, options);
  const result = currentParent.children[0];
  if (result) {
    delete result.parent;
  }
  return result;
}
function findNodeAtLocation(root, path11) {
  if (!root) {
    return void 0;
  }
  let node = root;
  for (let segment of path11) {
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
function visit(text, visitor, options = ParseOptions.DEFAULT) {
  const _scanner = createScanner(text, false);
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

// node_modules/jsonc-parser/lib/esm/main.js
var createScanner2 = createScanner;
var ScanError;
(function(ScanError2) {
  ScanError2[ScanError2["None"] = 0] = "None";
  ScanError2[ScanError2["UnexpectedEndOfComment"] = 1] = "UnexpectedEndOfComment";
  ScanError2[ScanError2["UnexpectedEndOfString"] = 2] = "UnexpectedEndOfString";
  ScanError2[ScanError2["UnexpectedEndOfNumber"] = 3] = "UnexpectedEndOfNumber";
  ScanError2[ScanError2["InvalidUnicode"] = 4] = "InvalidUnicode";
  ScanError2[ScanError2["InvalidEscapeCharacter"] = 5] = "InvalidEscapeCharacter";
  ScanError2[ScanError2["InvalidCharacter"] = 6] = "InvalidCharacter";
})(ScanError || (ScanError = {}));
var SyntaxKind;
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
var parse2 = parse;
var parseTree2 = parseTree;
var findNodeAtLocation2 = findNodeAtLocation;
var ParseErrorCode;
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

// js-shim/cli/opencode-config.js
import { globalConfigDir, readText } from "../js-shim/files.js";
var NAME2 = "opencode-holdfast";
function configFiles(root, kind) {
  const named2 = process.env[kind === "opencode" ? "OPENCODE_CONFIG" : "OPENCODE_TUI_CONFIG"];
  return [
    ...candidates(globalConfigDir(), kind),
    ...named2 ? [path4.resolve(named2)] : [],
    ...projectCandidates(root, kind)
  ].filter((file) => fs4.existsSync(file));
}
function projectCandidates(root, kind) {
  return [...candidates(root, kind), ...candidates(path4.join(root, ".opencode"), kind)];
}
function candidates(folder, kind) {
  return [path4.join(folder, `${kind}.json`), path4.join(folder, `${kind}.jsonc`)];
}
function isJsonObject(text) {
  const errors = [];
  const value = text.trim() === "" ? {} : parse2(text, errors, { allowTrailingComma: true });
  return errors.length === 0 && typeof value === "object" && value !== null && !Array.isArray(value);
}
function parseConfig(text) {
  const value = parse2(text, [], { allowTrailingComma: true });
  return value && typeof value === "object" && !Array.isArray(value) ? value : {};
}
function configuredEntries(root, kind) {
  const entries = configFiles(root, kind).flatMap(
    (file) => entriesIn(file, readText(file) ?? "", path4.dirname(file))
  );
  if (kind === "tui") return entries;
  const content = process.env.OPENCODE_CONFIG_CONTENT;
  return [
    ...entries,
    ...entriesIn("OPENCODE_CONFIG_CONTENT", content ?? "", root),
    ...droppedIn(path4.join(root, ".opencode")),
    ...droppedIn(globalConfigDir())
  ];
}
function entriesIn(file, text, folder) {
  const { plugin } = parseConfig(text);
  if (!Array.isArray(plugin)) return [];
  return plugin.flatMap((entry) => {
    const [spec, options] = Array.isArray(entry) ? entry : [entry];
    return typeof spec === "string" && namesHoldfast(spec, folder) ? [{ file, spec, options }] : [];
  });
}
function droppedIn(folder) {
  return ["plugin", "plugins"].flatMap((name) => {
    const dir = path4.join(folder, name);
    if (!fs4.existsSync(dir)) return [];
    return fs4.readdirSync(dir).filter((file) => file.includes("holdfast")).map((file) => ({ file: path4.join(dir, file), spec: path4.join(dir, file), options: void 0 }));
  });
}
function namesHoldfast(spec, folder) {
  if (spec === NAME2 || spec.startsWith(`${NAME2}@`)) return true;
  if (!spec.startsWith("file:") && !/^\.{0,2}[/\\]/.test(spec) && !path4.isAbsolute(spec)) return false;
  const at = spec.startsWith("file://") ? urlPath(spec) : path4.resolve(folder, spec);
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
  for (let folder = at; ; folder = path4.dirname(folder)) {
    const manifest = fs4.statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readText(path4.join(folder, "package.json")) : null;
    if (manifest !== null) return parseConfig(manifest).name;
    if (folder === path4.dirname(folder)) return void 0;
  }
}

// js-shim/cli/project.js
var asItIs = (text) => text;
function isSessionId(text) {
  return /^[\w-]{1,128}$/.test(text);
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
    /** The session used last and those that are not at rest, and whether there are others. */
    recent() {
      const resting = restingJournals(dir);
      const found = journalRoots(dir).map((root2) => ({ root: root2, stat: statOf(dir, root2) }));
      const newest = Math.max(...found.map(({ stat }) => stat?.mtimeMs ?? 0));
      const read = found.filter(
        ({ root: root2, stat }) => stat && (stat.mtimeMs === newest || !resting.has(root2, stat))
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
      return fs5.statSync(journalPath2(dir, session), { throwIfNoEntry: false })?.mtimeMs ?? 0;
    }
  };
}
function viewOf(layers, sources) {
  return load().view(sources, layers, Date.now());
}
function source(dir, root, prepare) {
  const text = readText2(journalPath2(dir, root));
  return text === null ? [] : [{ root, text: prepare(text, root), alive: isAlive2(load().owner(claimsIn(text)), dir) }];
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

// js-shim/plain.js
var ESCAPES = /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])(?:[^\n\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c))?|\x1b[ -/]*[0-~]?/g;
var LINE_ENDS = /\r\n?|[\x0b\x0c\x85\u2028\u2029]/g;
var INVISIBLE = (
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each is meant by itself.
  /[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/gu
);
var PLAIN = /^[\n\t -~]*$/;
var JOINER = /[\u200c\u200d]/;
var SELECTOR = /[\ufe00-\ufe0f]/;
var MARK = /[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/;
var COMBINING = new RegExp(`${JOINER.source}|${SELECTOR.source}|${MARK.source}`);
var MARKS_MAX = 4;
function clean(text) {
  if (PLAIN.test(text)) return text;
  const plain = text.replace(ESCAPES, "").replace(LINE_ENDS, "\n").replace(INVISIBLE, "");
  return COMBINING.test(plain) ? withoutPiles(plain) : plain;
}
function withoutPiles(text) {
  let cleaned = "";
  let last = "";
  let marks = 0;
  for (const character of text) {
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
function oneLine(text) {
  return clean(text).replace(/\s+/g, " ").trim();
}
var SEGMENTER = new Intl.Segmenter();
var WIDE = new RegExp("^(?:\\p{Emoji_Presentation}|\\p{Extended_Pictographic}\\ufe0f|[\\d#*]\\ufe0f\\u20e3|\\p{Regional_Indicator}{2}|[\\u1100-\\u115f\\u2329\\u232a\\u2e80-\\u303e\\u3041-\\ua4cf\\ua960-\\ua97c\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe10-\\ufe19\\ufe30-\\ufe6f\\uff01-\\uff60\\uffe0-\\uffe6\\u{16fe0}-\\u{1b2ff}\\u{1f200}-\\u{1f265}\\u{20000}-\\u{3fffd}])", "u");
var WITHOUT_ROOM = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]+$/u;
var NARROW = /^[ -~]*$/;
function width(text) {
  if (NARROW.test(text)) return text.length;
  let columns2 = 0;
  for (const { segment } of SEGMENTER.segment(text)) columns2 += widthOf(segment);
  return columns2;
}
function widthOf(segment) {
  if (NARROW.test(segment)) return 1;
  if (WIDE.test(segment)) return 2;
  return WITHOUT_ROOM.test(segment) ? 0 : 1;
}
function short(text, columns2) {
  if (width(text) <= columns2) return text;
  let cut = "";
  let room = columns2 - 1;
  for (const { segment } of SEGMENTER.segment(text)) {
    room -= widthOf(segment);
    if (room < 0) break;
    cut += segment;
  }
  return columns2 > 0 ? `${cut}\u2026` : "";
}

// js-shim/cli/terminal.js
var CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 };
function painter(stream = process.stdout) {
  const { NO_COLOR, TERM } = process.env;
  const coloured = Boolean(stream.isTTY) && !NO_COLOR && TERM !== "dumb";
  return (colour, text) => coloured && colour && text ? `\x1B[${CODES[colour]}m${clean(text)}\x1B[0m` : clean(text);
}
var STATUS_COLOURS = {
  pending: "dim",
  running: "cyan",
  completed: "green",
  failed: "red",
  cancelled: "dim",
  interrupted: "yellow"
};
function columns(stream = process.stdout) {
  return stream.isTTY ? stream.columns || 80 : Number.POSITIVE_INFINITY;
}
function table(rows, width2 = columns()) {
  const paint = painter();
  const clean2 = rows.map((row2) => row2.map(({ text, ...cell }) => ({ ...cell, text: oneLine(text) })));
  const widths = (rows[0] ?? []).map(
    (_, column) => Math.max(...clean2.map((row2) => width(row2[column].text)))
  );
  return clean2.map((row2) => {
    let left = width2;
    const cells = row2.map(({ text, colour = null }, column) => {
      const last = column === row2.length - 1;
      const room = Math.max(0, Math.min(left, last ? left : widths[column]));
      const cut = short(text, room);
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
function print(text = "") {
  process.stdout.write(`${text}
`);
}

// js-shim/cli/ask.js
var POLL_MS = 30;
var PATIENCE_MS = 1e4;
function cancelCommand(program3) {
  program3.command("cancel").summary("cancel a task, or all").description("Cancels a pending or running task. What it had said so far is kept.").argument("[id]", "a task's id, such as bg_k3x9qa").option("-a, --all", "every pending and running task of the project").action(cancel);
}
function resumeCommand(program3) {
  program3.command("resume").summary("lift a halted queue, or resume a task").description(
    "Without an id: lets halted queues go on. With one: continues an interrupted task in its session, with what it had done, and starts a failed one again."
  ).argument("[id]", "an interrupted or failed task's id, such as bg_k3x9qa").option("--retry", "start the task again from the beginning, in a new session").action(resume);
}
async function cancel(id, { all }) {
  const project = openProject();
  if (Boolean(id) === Boolean(all)) {
    throw new Complaint(`Name one task, as in \`${ownCommand("cancel", "bg_k3x9qa")}\`, or use --all.`);
  }
  if (id) {
    const { task, session } = findTask(project.view(), id);
    if (!isActive(task)) throw new Complaint(`${id} is ${task.status} already; there is nothing to cancel.`);
    return print(await ask(project, session, { cancel: { task: id } }));
  }
  const sessions = project.view().sessions.filter(({ tasks }) => tasks.some(isActive));
  if (sessions.length === 0) return print("No task is pending or running; there is nothing to cancel.");
  for (const session of sessions) print(await ask(project, session, "cancel_all"));
}
async function resume(id, { retry }) {
  const project = openProject();
  if (id) {
    const { task, session } = findTask(project.view(), id);
    if (task.continued_by) {
      throw new Complaint(
        `${id} was taken up already, as ${task.continued_by}; resume that one instead if it ended.`
      );
    }
    if (!task.resumable) {
      throw new Complaint(`${id} is ${task.status}; only interrupted and failed tasks can be resumed.`);
    }
    return print(await ask(project, session, { resume: { task: id, ...retry && { retry } } }));
  }
  const { sessions } = project.view();
  const halted = sessions.filter((session) => session.halted);
  if (halted.length === 0) return print(nothingHalted(sessions));
  for (const session of halted) print(await ask(project, session, { resume: { task: null } }));
}
function nothingHalted(sessions) {
  const ids = sessions.flatMap(({ tasks }) => tasks.filter((task) => task.resumable)).map(({ id }) => id);
  if (ids.length === 0) return "No queue is halted and no task can be resumed.";
  return `No queue is halted. These tasks can be resumed by their id: ${ids.join(", ")}.`;
}
function isActive({ ended }) {
  return ended === null;
}
async function ask(project, { root, alive, owner, newer, problems }, ask2) {
  if (newer) throw new Complaint(problems.join(" "));
  const request = randomUUID();
  if (!alive) return offline(project, root, request, ask2);
  appendJournal(project.dir, root, load2().askLine(request, ask2, Date.now()));
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await sleep(POLL_MS)) {
    const answer = project.session(root)?.answers.find(([id]) => id === request);
    if (answer) return answer[1];
  }
  throw new Complaint(
    `The OpenCode process ${owner?.pid} has not answered within ${PATIENCE_MS / 1e3} s. The request stays in its journal: it is carried out when that process goes on, or else on the session's next use.`
  );
}
function offline({ dir }, root, request, ask2) {
  const me = ownerHere2(request);
  const text = readText3(journalPath3(dir, root)) ?? "";
  const { append: append2, answer } = load2().offline(text, request, ask2, me, Date.now());
  if (append2) appendJournal(dir, root, append2);
  const waits = append2 && typeof ask2 === "object" && "resume" in ask2;
  return waits ? `${answer} To do it now: ${continueCommand(root)}` : answer;
}

// js-shim/cli/completion.js
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
  const quoted = (text) => text.replaceAll("'", "\u2019").replaceAll(":", "\\:");
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
  const quoted = (text) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  const lines = commands.flatMap(({ name, summary, options }) => [
    `-n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
    ...options.map(
      ({ short: short2, long, description }) => `-n '__fish_seen_subcommand_from ${name}'${short2 ? ` -s ${short2.slice(1)}` : ""}${long ? ` -l ${long.slice(2)}` : ""} -d ${quoted(description)}`
    )
  ]);
  return ["holdfast", "opencode-holdfast"].flatMap((program3) => lines.map((line) => `complete -c ${program3} ${line}`)).join("\n");
}

// js-shim/cli/doctor.js
import { execFileSync } from "node:child_process";
import fs9 from "node:fs";
import path8 from "node:path";
import { journalRoots as journalRoots2, projectRoot as projectRoot2, readText as readText4 } from "../js-shim/files.js";

// js-shim/cli/evidence.js
import fs6 from "node:fs";
import os from "node:os";
import path5 from "node:path";
import { REPORT_VARIABLE } from "../js-shim/report.js";
function awaitReport() {
  const folder = temporaryFolder();
  const file = path5.join(folder, "report.jsonl");
  process.once("exit", () => fs6.rmSync(folder, { recursive: true, force: true }));
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
    /** The sessions in which continuation ended by itself with work left. */
    quieted: () => [...new Set(of(said(), "quieted").map(({ session }) => session))],
    /** Whether the plugin was there, and able to do its part. @returns {string[]} */
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
    return fs6.mkdtempSync(path5.join(os.tmpdir(), "holdfast-run-"));
  } catch (error) {
    throw new Complaint(
      `Nothing can be written to the folder for temporary files, ${os.tmpdir()}: ${reasonOf(error)}. Make it writable, or set TMPDIR.`
    );
  }
}
function readReport(file) {
  try {
    const lines = fs6.readFileSync(file, "utf8").split("\n");
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
  const file = path5.join(dir, `.try-${process.pid}`);
  const made = [];
  try {
    for (const folder of missingFolders(dir)) {
      fs6.mkdirSync(folder, { mode: 448 });
      made.unshift(folder);
    }
    fs6.writeFileSync(file, "Holdfast can write here.\n", { mode: 384, flush: true });
  } finally {
    removeAgain(file, made);
  }
}
function missingFolders(dir) {
  return fs6.existsSync(dir) ? [] : [...missingFolders(path5.dirname(dir)), dir];
}
function removeAgain(file, folders) {
  try {
    fs6.rmSync(file, { force: true });
    for (const folder of folders) fs6.rmdirSync(folder);
  } catch {
  }
}

// js-shim/cli/opencode.js
import { spawn } from "node:child_process";
import fs8 from "node:fs";
import path7 from "node:path";
import { pathToFileURL } from "node:url";

// js-shim/cli/package.js
import fs7 from "node:fs";
import path6 from "node:path";
import { fileURLToPath as fileURLToPath2 } from "node:url";
function packageAbove(folder) {
  return fs7.existsSync(path6.join(folder, "package.json")) ? folder : packageAbove(path6.dirname(folder));
}
var packageFolder = packageAbove(path6.dirname(fileURLToPath2(import.meta.url)));
var version = JSON.parse(fs7.readFileSync(path6.join(packageFolder, "package.json"), "utf8")).version;

// js-shim/cli/opencode.js
function findOpenCode() {
  const names = process.platform === "win32" ? ["opencode.exe", "opencode.cmd"] : ["opencode"];
  const folders = (process.env.PATH ?? "").split(path7.delimiter).filter(Boolean);
  return folders.flatMap((folder) => names.map((name) => path7.join(folder, name))).find(isProgram) ?? null;
}
function startOpenCode(program3, args, env) {
  const [file, ...before] = programBehind(program3);
  return spawn(file, [...before, ...args], { stdio: "inherit", env });
}
function programBehind(program3) {
  if (!program3.endsWith(".cmd")) return [program3];
  const folder = path7.dirname(program3);
  const packages = [path7.join(folder, "node_modules/opencode-ai"), path7.join(folder, "../opencode-ai")];
  const binary = packages.map((home) => path7.join(home, "bin/opencode.exe")).find((file) => fs8.existsSync(file));
  if (binary) return [binary];
  const script = packages.map((home) => path7.join(home, "bin/opencode")).find((file) => fs8.existsSync(file));
  if (script) return [process.execPath, script];
  throw new Complaint(
    `${program3} cannot be started without a shell; put the folder of opencode.exe on the PATH.`
  );
}
function isProgram(file) {
  try {
    fs8.accessSync(file, fs8.constants.X_OK);
    return fs8.statSync(file).isFile();
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
function contentOf(text) {
  if (!text?.trim()) return {};
  const errors = [];
  const value = parse2(text, errors, { allowTrailingComma: true });
  if (errors.length > 0 || typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Complaint("OPENCODE_CONFIG_CONTENT must hold a JSON object; correct it or unset it.");
  }
  return value;
}

// js-shim/cli/doctor.js
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
var good = (text) => ({ level: "good", text });
var note = (text) => ({ level: "note", text });
var bad = (text) => ({ level: "bad", text });
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
  for (const { level, text } of findings) {
    const [colour, mark] = MARKS[level];
    print(`${paint(colour, mark)} ${oneLine(text)}`);
  }
  const count = (wanted) => findings.filter(({ level }) => level === wanted).length;
  print(`${counted(count("note"), "note")}, ${counted(count("bad"), "error")}`);
  if (count("bad") > 0) process.exitCode = 1;
}
function eachOnce(findings) {
  return findings.filter(({ text }, index) => findings.findIndex((other) => other.text === text) === index);
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
  const code = fs9.readFileSync(realProgram(fs9.realpathSync(String(programBehind(program3).at(-1)))));
  return HOOKS.filter((name) => !code.includes(name));
}
function realProgram(program3) {
  const folder = path8.dirname(program3);
  const platform = { darwin: "darwin", linux: "linux", win32: "windows" }[String(process.platform)];
  const name = `opencode-${platform}-${process.arch}`;
  return [
    path8.join(folder, ".opencode"),
    ...["", "-baseline", "-musl"].map(
      (kind) => path8.join(
        folder,
        "../..",
        name + kind,
        "bin",
        process.platform === "win32" ? "opencode.exe" : "opencode"
      )
    )
  ].find((file) => fs9.statSync(program3).size < 1e6 && fs9.existsSync(file)) ?? program3;
}
function configurationFindings(root) {
  const broken = [...configFiles(root, "opencode"), ...configFiles(root, "tui")].flatMap(brokenFinding);
  return broken.length > 0 ? broken : [...serverFindings(root), ...terminalFindings(root)];
}
function brokenFinding(file) {
  try {
    const text = readText4(file) ?? "";
    return isJsonObject(text) ? [] : [bad(`${file} is not a valid JSON object; correct it.`)];
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
    const project = openProject();
    return [...optionFindings(project), ...journalFindings(project)];
  } catch (error) {
    if (error instanceof Complaint) return [bad(error.message)];
    const { path: path11 } = (
      /** @type {NodeJS.ErrnoException} */
      error
    );
    return [bad(`${path11 ?? "The state"} cannot be read: ${reasonOf(error)}. Correct that.`)];
  }
}
function optionFindings({ layers, problems }) {
  if (problems.length > 0) return problems.map(bad);
  if (layers.length === 0) return [good("No options are set: the defaults apply.")];
  return [good(`Options are valid: ${layers.map(({ source: source2 }) => source2).join(", ")}`)];
}
function journalFindings(project) {
  try {
    proveWritable(project.dir);
  } catch (error) {
    return [
      bad(
        `Nothing can be written to ${project.dir}: ${reasonOf(error)}. Correct that, or set \`stateDir\` in your own holdfast.json.`
      )
    ];
  }
  const count = journalRoots2(project.dir).length;
  if (count === 0) return [good(`No journals yet; they will be in ${project.dir}`)];
  const { sessions } = project.view();
  return [
    good(`${counted(count, "journal")} in ${project.dir}`),
    ...sessions.flatMap(({ problems }) => problems.map(note)),
    ...sessions.filter(isOrphaned).map(({ root, tasks }) => {
      const left = tasks.filter(({ ended }) => ended === null).length;
      return note(`${counted(left, "unfinished task")} in ${root}. To continue: ${continueCommand(root)}`);
    }),
    ...process.platform === "win32" ? [] : openFindings(project.dir)
  ];
}
function isOrphaned({ alive, tasks }) {
  return !alive && tasks.some(({ ended }) => ended === null);
}
function openFindings(dir) {
  const open = fs9.readdirSync(dir).filter((name) => name.endsWith(".jsonl")).filter((name) => fs9.statSync(path8.join(dir, name)).mode & 63);
  if (open.length === 0) return [];
  return [
    note(
      `Others can read ${open.join(", ")}; \`chmod 600 ${dir}/*.jsonl\` keeps prompts and results private.`
    )
  ];
}

// js-shim/cli/init.js
import fs10 from "node:fs";
import path9 from "node:path";
import { globalConfigDir as globalConfigDir2, projectRoot as projectRoot3, readText as readText5 } from "../js-shim/files.js";

// js-shim/cli/jsonc.js
function append(text, container, entry) {
  const close = container.offset + container.length - 1;
  const last = container.children?.at(-1);
  return last ? after(text, last, close, entry) : intoEmpty(text, container.offset + 1, close, entry);
}
function after(text, last, close, entry) {
  const end = last.offset + last.length;
  const { at, hasComma } = lineOf(text, end, close);
  if (!text.slice(at, close).includes("\n")) {
    return insert(text, at, hasComma ? ` ${entry}` : `, ${entry}`);
  }
  const added = insert(text, at, `${lineEnd(text)}${indentAt(text, last.offset)}${entry}`);
  return hasComma ? added : insert(added, end, ",");
}
function lineOf(text, end, close) {
  const scanner = createScanner2(text);
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
function intoEmpty(text, open, close, entry) {
  const inside = text.slice(open, close);
  if (inside.trim() === "" && !inside.includes("\n")) return text.slice(0, open) + entry + text.slice(close);
  if (!inside.includes("\n")) return insert(text, close, `${inside.endsWith(" ") ? "" : " "}${entry}`);
  const line = text.lastIndexOf("\n", close) + 1;
  return insert(text, line, `${indentAt(text, close)}${unit(text)}${entry}${lineEnd(text)}`);
}
function indentAt(text, at) {
  return text.slice(text.lastIndexOf("\n", at - 1) + 1).match(/^[ \t]*/)?.[0] ?? "";
}
function unit(text) {
  return text.match(/^([ \t]+)\S/m)?.[1] ?? "  ";
}
function lineEnd(text) {
  return text.includes("\r\n") ? "\r\n" : "\n";
}
function insert(text, at, what) {
  return text.slice(0, at) + what + text.slice(at);
}

// js-shim/cli/init.js
var SUGGESTED_MODEL = "zai/glm-4.7";
var SCHEMAS = { opencode: "https://opencode.ai/config.json", tui: "https://opencode.ai/tui.json" };
function initCommand(program3) {
  program3.command("init").summary("add Holdfast to OpenCode's configuration").description(
    "Adds Holdfast to opencode.json and tui.json of this project, and shows what it changed. What is there already stays as it is."
  ).option("-g, --global", "in your own configuration, for all projects").option("-m, --model <provider/model>", "also set this default model where none is set").action(init);
}
function init({ global, model }) {
  if (model !== void 0 && !/^[^/\s]+\/\S+$/.test(model)) {
    throw new Complaint(`--model must be provider/model, such as ${SUGGESTED_MODEL}, not "${model}".`);
  }
  const root = projectRoot3(process.cwd());
  const present = defaultModel(root);
  const plans = [
    plan("opencode", root, global, model && !present ? [{ path: ["model"], value: model }] : []),
    plan("tui", root, global, [])
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
  return texts.map((text) => parseConfig(text ?? "").model).findLast(Boolean);
}
function plan(kind, root, global, more) {
  const files = global ? candidates(globalConfigDir2(), kind) : projectCandidates(root, kind);
  const file = files.find((file2) => fs10.existsSync(file2)) ?? files[0];
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
      fs10.mkdirSync(path9.dirname(plan2.file), { recursive: true });
      fs10.writeFileSync(plan2.file, plan2.after);
    }
  } catch (error) {
    const { file } = touched[touched.length - 1];
    for (const { file: file2, before } of touched) putBack(file2, before);
    throw new Complaint(`${file} cannot be written: ${reasonOf(error)}. Nothing was changed.`);
  }
}
function putBack(file, before) {
  try {
    if (before === null) fs10.rmSync(file, { force: true });
    else fs10.writeFileSync(file, before);
  } catch {
  }
}
function show({ file, changes, spec }) {
  if (changes.length === 0) return print(`${shown(file)}: nothing to change, "${spec}" is there already.`);
  const paint = painter();
  print(`${shown(file)}:`);
  for (const { path: path11, value } of changes) {
    print(paint("green", `  + ${path11.length > 1 ? `${path11[0]}: ` : `${path11[0]} = `}${JSON.stringify(value)}`));
  }
}
function pluginChange(file, text) {
  if (!isJsonObject(text)) {
    throw new Complaint(`${file} is not a valid JSON object; correct it, and run this again.`);
  }
  const { plugin } = parseConfig(text);
  if (plugin === void 0) return { path: ["plugin"], value: [NAME2] };
  if (!Array.isArray(plugin)) {
    throw new Complaint(`"plugin" in ${file} must be a list; correct it, and run this again.`);
  }
  return { path: ["plugin", plugin.length], value: NAME2 };
}
function edit(text, { path: path11, value }) {
  const root = parseTree2(text, [], { allowTrailingComma: true });
  const container = path11.length > 1 ? root && findNodeAtLocation2(root, [path11[0]]) : root;
  const entry = JSON.stringify(value);
  return container ? append(text, container, path11.length > 1 ? entry : `"${path11[0]}": ${entry}`) : text;
}
function emptyConfig(kind) {
  return `{
  "$schema": "${SCHEMAS[kind]}"
}
`;
}
function shown(file) {
  const relative = path9.relative(process.cwd(), file);
  return relative.startsWith("..") ? file : relative;
}

// js-shim/cli/run.js
import fs13 from "node:fs";
import path10 from "node:path";
import { setTimeout as sleep2 } from "node:timers/promises";

// js-shim/cli/arguments.js
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
function parseTime(text) {
  const [, number, unit2] = text.match(/^(\d+(?:\.\d+)?)([smh]?)$/) ?? [];
  const ms = Number(number) * ({ m: 6e4, h: 36e5 }[unit2 ?? ""] ?? 1e3);
  if (!(ms > 0))
    throw new Complaint(`The --timeout must be a time such as 90, 90s, 15m or 2h, not "${text}".`);
  if (ms > LONGEST_MS) throw new Complaint(`The --timeout must be a year (8760h) at most, not "${text}".`);
  return ms;
}

// js-shim/cli/processes.js
import { execFileSync as execFileSync2 } from "node:child_process";
import fs11 from "node:fs";
import { processStart as processStart2 } from "../js-shim/files.js";
function watchTree(root) {
  const known = /* @__PURE__ */ new Map([[root, processStart2(root) ?? ""]]);
  const isSame = (pid) => processStart2(pid) === known.get(pid);
  function lookBelow(parent, children) {
    for (const pid of children.get(parent) ?? []) {
      if (!known.has(pid)) known.set(pid, processStart2(pid) ?? "");
      lookBelow(pid, children);
    }
  }
  const tree = {
    /** Looks for new ones. */
    look() {
      const children = childrenByParent();
      for (const pid of tree.living()) lookBelow(pid, children);
    },
    has: (pid) => known.has(pid),
    living: () => [...known.keys()].filter(isSame),
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
  return fs11.readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const stat = fs11.readFileSync(`/proc/${name}/stat`, "utf8");
      const [, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return [{ pid: Number(name), parent: Number(parent) }];
    } catch {
      return [];
    }
  });
}

// js-shim/cli/status-line.js
var SAVE = "\x1B7";
var RESTORE = "\x1B8";
var CLEAR_LINE = "\x1B[2K";
function statusLine(terminal) {
  let isOpen = false;
  let rows = 0;
  let text = "";
  function open() {
    isOpen = true;
    rows = terminal.rows || 24;
    terminal.write(`
${SAVE}\x1B[1;${rows - 1}r${RESTORE}\x1B[1A`);
    terminal.on("resize", reopen);
  }
  function reopen() {
    close();
    draw(text);
  }
  function draw(line) {
    if (!isOpen) open();
    text = line;
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
var TICK_MS = 1e3;
var BAR_CELLS = 20;
function progressText(tasks, elapsed, width2) {
  const of2 = (...statuses) => tasks.filter(({ status }) => statuses.includes(status));
  const running = of2("running");
  const ended = tasks.length - running.length - of2("pending").length;
  const cells = Math.min(BAR_CELLS, tasks.length);
  const filled = Math.floor(ended / tasks.length * cells);
  const counts = [
    [running.length, "running"],
    [of2("pending").length, "queued"],
    [of2("failed", "interrupted").length, "failed"]
  ];
  const parts = [
    `${"\u25B0".repeat(filled)}${"\u25B1".repeat(cells - filled)} ${ended}/${tasks.length}`,
    ...counts.filter(([count]) => count).map(([count, word]) => `${count} ${word}`),
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

// js-shim/cli/record.js
import fs12 from "node:fs";
import { journalPath as journalPath4 } from "../js-shim/files.js";
function recordRun(project, report) {
  const startedAt = Date.now();
  const sessions = /* @__PURE__ */ new Map();
  const tasks = /* @__PURE__ */ new Map();
  let seen = "";
  function readJournal(root, dir) {
    const session = project.session(root, withoutEvictions, dir);
    if (!session) return;
    sessions.set(root, session);
    for (const task of session.tasks) {
      if (task.ended === null || task.ended >= startedAt) tasks.set(task.id, task);
    }
  }
  const record = {
    startedAt,
    /** Looks at journals that changed since the last look; whether there were any. */
    look() {
      const now = fingerprint(report.journals());
      if (now === seen) return false;
      seen = now;
      record.read();
      return true;
    },
    /** The journals' present state. What ran shows as interrupted once its process has ended. */
    read() {
      for (const [root, dir] of report.journals()) readJournal(root, dir);
    },
    sessions: () => [...sessions.values()],
    tasks: () => [...tasks.values()].sort((a, b) => a.queued - b.queued),
    quieted: report.quieted,
    /** Why it is not known whether everything is done; empty when it is. */
    doubts() {
      const unreadable = [...report.journals()].filter(([root, dir]) => !project.session(root, asItIs2, dir)?.records).map(([root, dir]) => `${journalPath4(dir, root)} cannot be read`);
      return [...report.faults(), ...unreadable];
    },
    /**
     * The sessions that a run that was cut short leaves, each with the tasks that are not done:
     * also those that it found there and had not come to yet.
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
    const all = (sessions.get(root) ?? project.session(root))?.tasks ?? [];
    return [...all].sort((a, b) => a.queued - b.queued);
  }
  function isLeft({ status, ended }) {
    return ended === null || ended >= startedAt || status === "interrupted";
  }
  return record;
}
var asItIs2 = (text) => text;
function withoutEvictions(text) {
  return text.split("\n").filter((line) => !line.includes('"what":{"evicted":')).join("\n");
}
function fingerprint(journals) {
  return [...journals].map(([root, dir]) => {
    const stat = fs12.statSync(journalPath4(dir, root), { throwIfNoEntry: false });
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

// js-shim/cli/run-message.js
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
  return tasks.map(({ id, description, status }) => `${oneLine(id)} (${oneLine(description)}: ${status})`).join(", ");
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

// js-shim/cli/show.js
import { journalPath as journalPath5, readText as readText6 } from "../js-shim/files.js";

// js-shim/cli/changes.js
var STATUS_AFTER = { launched: "pending", started: "running" };
function changesOf(root) {
  const noted = /* @__PURE__ */ new Map();
  const remember = (id, activity) => noted.set(id, Math.max(noted.get(id) ?? -1, ...notesOf(activity).map(({ t }) => t)));
  return {
    /**
     * What a line says; a line that is no record says nothing.
     * @param {string} text
     * @returns {Change | null}
     */
    read(text) {
      const line = parseLine(text);
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
function parseLine(text) {
  try {
    const { v, t, what } = JSON.parse(text);
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
  const status = event === "ended" ? outcome : STATUS_AFTER[event];
  const model = rest.model ? { model: `${rest.model.provider}/${rest.model.model}` } : {};
  return { t, root, event, ...rest, ...model, ...status && { status } };
}
function notesOf(activity) {
  const notes2 = Array.isArray(activity?.recent) ? activity.recent : [];
  return notes2.filter((note2) => Number.isFinite(note2?.t) && typeof note2.text === "string");
}

// js-shim/cli/lines.js
var WORDS = { pending: "queued", running: "started" };
function describer() {
  const tasks = /* @__PURE__ */ new Map();
  function learn(id, { description, started }) {
    tasks.set(id, { name: oneLine(String(description || id)), started: started ?? null });
  }
  const known = (id) => tasks.get(String(id)) ?? { name: oneLine(String(id)), started: null };
  function parts(change) {
    const { event, status, task, error, title, text } = change;
    const { name, started } = known(task);
    switch (event) {
      case "launched":
      case "started":
        return [
          /** @type {Status} */
          status,
          WORDS[String(status)] ?? event,
          name
        ];
      case "ended": {
        const took = started === null ? "" : ` (${clock(change.t - started)})`;
        const why = error ? ` \u2013 ${error}` : "";
        return [
          /** @type {Status} */
          status,
          String(status),
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
        return text ? [null, "answered", String(text)] : null;
      default:
        return null;
    }
  }
  return {
    learn,
    /** @param {Change} change @returns {string | null} */
    line(change) {
      if (change.event === "launched") learn(String(change.task), { ...change, started: null });
      const said = parts(change);
      if (change.event === "started")
        learn(String(change.task), { description: known(change.task).name, started: change.t });
      if (!said) return null;
      const [status, word, rest] = said;
      return lineOf2(change.t, status, word, rest);
    },
    /** A task as it is now. @param {import("./types.js").TaskView} task */
    present(task) {
      learn(task.id, task);
      const word = task.status === "pending" ? "queued" : task.status;
      const time2 = task.started === null ? "" : ` (${clock(task.run_time)})`;
      return lineOf2(task.started ?? task.queued, task.status, word, `${known(task.id).name}${time2}`);
    }
  };
}
function lineOf2(t, status, word, rest) {
  const paint = painter();
  const time2 = new Date(t).toLocaleTimeString("sv-SE");
  const colour = status ? STATUS_COLOURS[status] ?? null : "dim";
  return `${paint("dim", time2)}  ${paint(colour, oneLine(word).padEnd(11))}  ${oneLine(rest)}`.trimEnd();
}
function newsOf({ notes: notes2, tool }) {
  const texts = Array.isArray(notes2) ? notes2.map((note2) => oneLine(String(note2?.text ?? ""))) : [];
  return texts.filter(Boolean).join(" \xB7 ") || (tool ? `now ${tool}` : "");
}
function sentence({ kind, tasks }) {
  const count = Array.isArray(tasks) ? tasks.length : 0;
  if (count > 0) return `The agent was told of ${counted(count, "result")}.`;
  return `Automatic prompt: ${String(kind).replaceAll("_", " ")}`;
}

// js-shim/cli/show.js
function showCommand(program3) {
  program3.command("show").summary("show one task in full").description("Shows one task: its status, times, prompt, what it did lately, and its result.").argument("<id>", "a task's id, such as bg_k3x9qa").option("--activity", "everything that happened to it, in order, instead").option("--json", "as JSON (with --activity one object per line)").action(showTask);
}
function showTask(id, { activity, json }) {
  const project = openProject();
  const { task } = findTask(project.view(), id);
  if (!activity) return json ? print(JSON.stringify(task, null, 2)) : print(describe2(task).join("\n"));
  const { line, learn } = describer();
  learn(id, { ...task, started: null });
  for (const change of activityOf(readText6(journalPath5(project.dir, task.root)) ?? "", task)) {
    const text = json ? JSON.stringify(change) : line(change);
    if (text !== null) print(text);
  }
}
function activityOf(text, { id, root }) {
  const reader = changesOf(root);
  return text.split("\n").map(reader.read).filter((change) => change !== null).filter((change) => change.t > 0 && concerns(change, id)).sort((a, b) => a.t - b.t);
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
      task.activity.map(({ t, text }) => `${time(t)}  ${oneLine(text)}`)
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

// js-shim/cli/summary.js
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
    ].map((text) => ({ text }))
  );
  const head = `Holdfast: ${reason.replace("_", " ")} (exit code ${exit_code}) after ${clock(duration_ms)}`;
  return [`${head}, ${counted(tasks.length, "background task")}: ${work(total)}.`, ...table(rows)].join("\n");
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
var GRACE_MS = 1e3;
var LONGEST_TIMER_MS = 2 ** 30;
var SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
var REFUSED = 125;
var NOT_FOUND = 127;
var EXIT_CODES = `
Exit codes:
  0    everything is done
  2    a background task failed and was not recovered
  3    todos were left open when continuation ended
  4    it is not known whether everything is done
  124  the --timeout passed; what is left can be resumed
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
    "Runs `opencode run` with Holdfast loaded, also when no configuration names it. Input, output and signals are passed through."
  ).argument("[arguments...]", "the arguments and options of `opencode run`").addHelpText("after", EXIT_CODES).allowUnknownOption().exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : REFUSED));
  withOwnOptions(command).action((_arguments, options) => run(forOpenCode(process.argv.slice(3)), options));
}
async function run(args, options) {
  const given = readOpenCode(args);
  refuse(given);
  const folder = path10.resolve(given.dir ?? ".");
  const project = openProject(folder);
  const program3 = findOpenCode();
  if (!program3) {
    throw new Complaint(
      "OpenCode was not found on the PATH; install it with `npm install -g opencode-ai`.",
      NOT_FOUND
    );
  }
  proveState(project.dir);
  if (options.summaryFile !== void 0) proveSummary(options.summaryFile);
  const live = Boolean(process.stderr.isTTY) && process.env.TERM !== "dumb" && !isInteractive(given);
  const report = awaitReport();
  const record = recordRun(project, report);
  const child = startOpenCode(program3, ["run", ...args], {
    ...environmentWithHoldfast(project.root),
    ...report.env,
    // OpenCode takes its folder from here, not from where it is started.
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
function refuse({ attach, pure }) {
  if (attach !== void 0) {
    throw new Complaint(
      "`holdfast run` starts its own OpenCode and cannot --attach; add the plugin to the server's configuration (`holdfast init`) and use `opencode run --attach`."
    );
  }
  if (pure) {
    throw new Complaint("With --pure, OpenCode loads no plugins, and so no Holdfast; leave it out.");
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
  const stat = fs13.statSync(file, { throwIfNoEntry: false });
  if (stat && !stat.isFile() && !stat.isDirectory()) return;
  try {
    fs13.closeSync(fs13.openSync(file, "a", 384));
  } catch (error) {
    throw new Complaint(`The summary cannot be written to ${file}: ${reasonOf(error)}. Nothing was run.`);
  }
}
function isInteractive({ interactive, mini }) {
  return Boolean(interactive || mini);
}
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
function writeReport(record, end, { summary, summaryFile }) {
  if (end.message) say(end.message);
  if (!summary && summaryFile === void 0) return;
  const content = summarise(record, end);
  const text = summary === "text" ? summaryText(content) : JSON.stringify(content, null, summaryFile && 2);
  if (summaryFile === void 0) return process.stderr.write(`${text}
`);
  try {
    fs13.writeFileSync(summaryFile, `${text}
`, { mode: 384 });
  } catch (error) {
    say(`The summary could not be written to ${summaryFile}: ${reasonOf(error)}.`);
    process.stderr.write(`${text}
`);
  }
}
function say(message) {
  process.stderr.write(`holdfast: ${message}
`);
}

// js-shim/cli/stats.js
function statsCommand(program3) {
  program3.command("stats").summary("counts and times of this project").description(
    "Shows how tasks ended, how long they queued and ran, how fast results reached their agent, and which automatic prompts were sent and why they ended."
  ).option("--json", "as JSON: of the project and of each session, times in milliseconds").action(showStats);
}
function showStats({ json }) {
  const { sessions, stats } = openProject().view();
  if (json) {
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
function countRows(counts) {
  const rows = Object.entries(counts).map(([name, count]) => [name.replaceAll("_", " "), String(count)]);
  return rows.length > 0 ? rows : [["none", ""]];
}
function section(title, rows) {
  const lines = table(rows.map((row2) => row2.map((text) => ({ text }))));
  return [painter()("bold", title), ...lines.map((line) => `  ${line}`)].join("\n");
}

// js-shim/cli/tasks.js
var LEAST_COLUMNS = 24;
function tasksCommand(program3) {
  program3.command("tasks").summary("list background tasks").description(
    "Lists background tasks: those of the session used last and of every session with unfinished tasks."
  ).option("-a, --all", "every session of the project").option("--json", "as JSON").action(listTasks);
}
function listTasks({ all, json }) {
  const project = openProject();
  const { others, ...view } = all ? { ...project.view(), others: false } : project.recent();
  const newest = Math.max(...view.sessions.map(({ root }) => project.changed(root)));
  const sessions = view.sessions.filter(
    (session) => all || project.changed(session.root) === newest || session.tasks.some(isUnfinished)
  );
  if (json) return print(JSON.stringify({ ...view, sessions }, null, 2));
  const shown2 = sessions.filter(({ tasks }) => tasks.length > 0);
  if (shown2.length === 0) return print(noTasks(project.root, all, others, view.sessions));
  print(shown2.map((session) => describeSession(session, shown2.length > 1).join("\n")).join("\n\n"));
}
function noTasks(root, all, others, sessions) {
  const older = !all && (others || sessions.some(({ tasks }) => tasks.length > 0));
  if (!older) return `No background tasks in ${root}.`;
  return `No recent background tasks in ${root}; older ones: ${ownCommand("tasks", "--all")}`;
}
function isUnfinished({ status, ended, resumable }) {
  return ended === null || status === "interrupted" && resumable;
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
    ...notes(session).map((note2) => paint("yellow", note2))
  ];
}
function row(task, shown2) {
  const colour = STATUS_COLOURS[task.status];
  const time2 = { text: task.started === null ? "" : clock(task.run_time) };
  const age = { text: task.age, colour: (
    /** @type {const} */
    "dim"
  ) };
  return [
    { text: task.mark, colour },
    { text: task.id },
    { text: task.status, colour },
    ...shown2.includes("time") ? [time2] : [],
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
function isForNextUse({ ended, delivered, status }) {
  return ended === null || !delivered && status !== "cancelled";
}
function resumeNote(tasks) {
  const ids = tasks.map(({ id }) => oneLine(id));
  const one = ids.length === 1 ? "it" : "one of them";
  return `Interrupted: ${ids.join(", ")}. To continue ${one}: ${ownCommand("resume", ids[0])}`;
}

// js-shim/cli/follow.js
import fs14 from "node:fs";
import { journalPath as journalPath6, journalRoots as journalRoots3 } from "../js-shim/files.js";
function followJournals(dir) {
  const open = /* @__PURE__ */ new Map();
  return {
    /** The complete lines since the last call; on the first call, all of them. */
    read() {
      for (const root of journalRoots3(dir)) {
        if (!open.has(root)) open.set(root, followFile(journalPath6(dir, root)));
      }
      return [...open].map(([root, file]) => ({ root, lines: file.read() })).filter(({ lines }) => lines.length > 0);
    },
    close() {
      for (const file of open.values()) file.close();
    }
  };
}
function followFile(path11) {
  let fd = fs14.openSync(path11, "r");
  let offset = 0;
  function drain() {
    const { size } = fs14.fstatSync(fd);
    if (size < offset) offset = 0;
    const bytes = Buffer.alloc(size - offset);
    fs14.readSync(fd, bytes, 0, bytes.length, offset);
    const end = bytes.lastIndexOf("\n") + 1;
    offset += end;
    return bytes.toString("utf8", 0, end).split("\n").filter((line) => line !== "");
  }
  return {
    read() {
      const lines = drain();
      const now = fs14.statSync(path11, { throwIfNoEntry: false });
      if (!now || now.ino === fs14.fstatSync(fd).ino) return lines;
      fs14.closeSync(fd);
      fd = fs14.openSync(path11, "r");
      offset = 0;
      return [...lines, ...afterCompaction(drain())];
    },
    close: () => fs14.closeSync(fd)
  };
}
function afterCompaction(lines) {
  return lines.slice(lines.findLastIndex((line) => line.includes('"what":{"totals":')) + 1);
}

// js-shim/cli/watch.js
var POLL_MS2 = 100;
function watchCommand(program3) {
  program3.command("watch").summary("follow what happens, live").description("Shows the tasks as they are, and then every change until you press Ctrl+C.").option("--json", "one JSON object per line: the present state of each session, then each change").action(watch);
}
function watch({ json }) {
  const project = openProject();
  const journals = followJournals(project.dir);
  const readers = /* @__PURE__ */ new Map();
  const reader = (root) => {
    if (!readers.has(root)) readers.set(root, changesOf(root));
    return (
      /** @type {ReturnType<typeof changesOf>} */
      readers.get(root)
    );
  };
  const show2 = json ? (change) => print(JSON.stringify(change)) : forPeople(project.root);
  const present = journals.read();
  for (const { root, lines } of present) for (const line of lines) reader(root).read(line);
  for (const change of presentState(project, present)) show2(change);
  setInterval(() => {
    for (const { root, lines } of journals.read()) {
      for (const line of lines) {
        const change = reader(root).read(line);
        if (change) show2(change);
      }
    }
  }, POLL_MS2);
}
function presentState(project, present) {
  const texts = new Map(present.map(({ root, lines }) => [root, `${lines.join("\n")}
`]));
  return project.view((_, root) => texts.get(root) ?? "").sessions.map(({ root, tasks }) => ({ t: Date.now(), root, event: "state", tasks }));
}
function forPeople(root) {
  const { line, present, learn } = describer();
  print(`Watching ${oneLine(root)}; press Ctrl+C to stop.`);
  const idle = setImmediate(() => print("No task is pending or running."));
  return (change) => {
    const lines = change.event === "state" ? presentLines(change) : [line(change)];
    for (const text of lines) {
      if (text === null) continue;
      clearImmediate(idle);
      print(text);
    }
  };
  function presentLines({ tasks = [] }) {
    for (const task of tasks) learn(task.id, task);
    return tasks.filter(isUnfinished).map(present);
  }
}

// js-shim/cli/main.js
var program2 = new Command("holdfast").description("Background tasks for OpenCode: run, list, steer and follow them.").version(version, "-v, --version").enablePositionalOptions().showHelpAfterError(`Run \`${ownName()} --help\`, or \`${ownName()} <command> --help\`, for what there is.`);
for (const add of [
  runCommand,
  tasksCommand,
  showCommand,
  cancelCommand,
  resumeCommand,
  watchCommand,
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
  const { path: path11 } = (
    /** @type {NodeJS.ErrnoException} */
    error
  );
  if (path11) return new Complaint(`${path11} could not be used: ${reasonOf(error)}.`);
  return new Complaint(`An internal error occurred: ${reasonOf(error)}. HOLDFAST_DEBUG=1 shows where.`);
}
/*
This file contains:

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
*/
