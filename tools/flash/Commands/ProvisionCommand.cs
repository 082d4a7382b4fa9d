// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Flash.Device;
using Flash.Provisioning;
using Flash.Tools;
using Spectre.Console;

namespace Flash.Commands
{
    /// <summary>provision: who a device is, which server it belongs to, and its Wi-Fi.</summary>
    internal static class ProvisionCommand
    {
        internal static Command Create(Session session)
        {
            Option<string> port = FlashCommand.PortOption();
            Option<string> config = new("--config") { Description = "A JSON file: the keys of device.json, and Wifi with Ssid and Password." };
            Option<bool> interactive = new("--interactive") { Description = "Ask for everything." };
            Option<string> batch = new("--batch") { Description = "A CSV file with a device on each line; --config holds what they have in common." };
            Option<string> record = new("--record") { Description = "Where the batch's configurations, keys among them, are kept for the server; FILE.record.json when left out." };
            Command command = new("provision", "Writes a device's configuration and Wi-Fi onto it.") { port, config, interactive, batch, record };
            command.SetAction(result =>
            {
                ToolRunner runner = session.RunnerFor(result);
                if (result.GetValue(config) == null && !result.GetValue(interactive))
                {
                    throw new FlashException(ExitCode.Usage, "what to write? give --config FILE, or --interactive");
                }

                Provisioning.Provisioning one = result.GetValue(interactive) ? Ask(session) : Read(session, result.GetValue(config), result.GetValue(batch) != null);
                Nanoff Open() => Nanoff.Open(session, runner, result.GetValue(port), result.GetValue(Session.Yes));
                if (result.GetValue(batch) is string csv)
                {
                    RunBatch(session, one, Existing(csv), result.GetValue(record) ?? csv + ".record.json", result.GetValue(port), runner.IsDry, Open);
                }
                else
                {
                    Deploy(session, Open(), one, result.GetValue(port));
                }

                return (int)ExitCode.Done;
            });
            return command;
        }

        // What devices have in common need not be whole.
        private static Provisioning.Provisioning Read(Session session, string file, bool common)
        {
            string text = File.ReadAllText(Existing(file));
            if (!common)
            {
                return Provisioning.Provisioning.Parse(session.Repository, text, file);
            }

            JsonObject filled = JsonNode.Parse(text) as JsonObject ?? new JsonObject();
            filled["Endpoint"] ??= "common";
            if ((string)filled["Transport"] == "lorawan")
            {
                filled["DevEui"] ??= new string('0', 16);
                filled["AppKey"] ??= new string('0', 32);
            }

            return Provisioning.Provisioning.Parse(session.Repository, filled.ToJsonString(), file);
        }

        private static string Existing(string file)
        {
            return File.Exists(file) ? file : throw new FlashException(ExitCode.Usage, $"{file} is not there");
        }

        private static void Deploy(Session session, Nanoff nanoff, Provisioning.Provisioning device, string port)
        {
            session.WithProgress("writing the configuration of " + device.Endpoint, _ =>
            {
                nanoff.CheckPort();
                device.Deploy(nanoff, port);
                return true;
            });
            session.Console.MarkupLineInterpolated($"[green]{device.Endpoint} provisioned[/]");
        }

        private static void RunBatch(Session session, Provisioning.Provisioning common, string csv, string record, string port, bool dry, Func<Nanoff> open)
        {
            IReadOnlyList<Provisioning.Provisioning> devices = DeviceBatch.Read(session.Repository, common, csv);
            if (!dry)
            {
                // Before the first board: generated keys must not be lost.
                File.WriteAllText(record, "[\n" + string.Join(",\n", devices.Select(d => d.ToText())) + "\n]\n");
            }

            Table table = new Table().AddColumns("board", "endpoint", "DevEUI", "written");
            for (int i = 0; i < devices.Count; i++)
            {
                if (session.Console.Profile.Capabilities.Interactive && !dry)
                {
                    session.Console.Prompt(new TextPrompt<string>(Markup.Escape($"board {i + 1} of {devices.Count}, {devices[i].Endpoint}: plug it in and press Enter")).AllowEmpty());
                }

                Deploy(session, open(), devices[i], port);
                table.AddRow((i + 1).ToString(), Markup.Escape(devices[i].Endpoint), devices[i].DevEui, DateTime.UtcNow.ToString("u"));
            }

            session.Console.Write(table);
            session.Say(dry ? "nothing was written" : "keys are in " + record + ": keep it secret");
        }

        private static Provisioning.Provisioning Ask(Session session)
        {
            IAnsiConsole console = session.Console;
            if (!console.Profile.Capabilities.Interactive)
            {
                throw new FlashException(ExitCode.Usage, "--interactive needs a terminal: give --config FILE");
            }

            JsonObject answers = new() { ["Endpoint"] = console.Ask<string>("endpoint client name:") };
            if (console.Prompt(new SelectionPrompt<string>().Title("how does it reach its server?").AddChoices("Wi-Fi", "LoRaWAN")) == "LoRaWAN")
            {
                answers["Transport"] = "lorawan";
                answers["Region"] = console.Prompt(new SelectionPrompt<string>().Title("region").AddChoices("EU868", "US915", "AS923"));
                answers["DevEui"] = console.Ask<string>("DevEUI, 16 hexadecimal digits:");
                answers["AppKey"] = console.Prompt(new TextPrompt<string>("AppKey, 32 hexadecimal digits:").Secret());
            }
            else
            {
                answers["Server"] = console.Ask<string>("LwM2M server, such as coap://192.0.2.1:5683:");
                answers["Wifi"] = new JsonObject
                {
                    ["Ssid"] = console.Ask<string>("Wi-Fi SSID:"),
                    ["Password"] = console.Prompt(new TextPrompt<string>("Wi-Fi password:").Secret())
                };
            }

            string allowed = console.Prompt(new TextPrompt<string>("peripherals a Gateway may connect to (addresses or services, commas between; nothing for a Node):").AllowEmpty());
            if (allowed.Length > 0)
            {
                answers["AllowList"] = new JsonArray(allowed.Split(',').Select(a => (JsonNode)a.Trim()).ToArray());
            }

            return Provisioning.Provisioning.Parse(session.Repository, answers.ToJsonString(), "what was answered");
        }
    }
}
