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
            Option<string> batch = new("--batch") { Description = "A CSV file with a device on each line; --config, if given, holds what they have in common." };
            Option<string> record = new("--record") { Description = "Where the batch's configurations, keys among them, are kept for the server; FILE.record.json when left out." };
            Command command = new("provision", "Writes a device's configuration and Wi-Fi onto it.") { port, config, interactive, batch, record };
            command.SetAction(result =>
            {
                ToolRunner runner = session.RunnerFor(result);
                string file = result.GetValue(config);
                string csv = result.GetValue(batch);
                bool asks = result.GetValue(interactive);
                if (asks ? file != null || csv != null : file == null && csv == null)
                {
                    throw new FlashException(ExitCode.Usage, "what to write? give --config FILE, or --batch FILE, or --interactive alone");
                }

                Func<string, Nanoff> open = p => Nanoff.Open(session, runner, p, result.GetValue(Session.Yes));
                if (csv != null)
                {
                    string text = file == null ? "{}" : File.ReadAllText(Existing(file));
                    RunBatch(session, Provisioning.Provisioning.ParseObject(text, file), Existing(csv), result.GetValue(record) ?? csv + ".record.json", result.GetValue(port), runner.IsDry, open);
                    return (int)ExitCode.Done;
                }

                Provisioning.Provisioning one = asks ? Ask(session) : Provisioning.Provisioning.Parse(session.Repository, File.ReadAllText(Existing(file)), file);
                Deploy(session, open(result.GetValue(port)), one, result.GetValue(port), runner.IsDry);
                return (int)ExitCode.Done;
            });
            return command;
        }

        private static string Existing(string file)
        {
            return File.Exists(file) ? file : throw new FlashException(ExitCode.Usage, $"{file} is not there");
        }

        private static void Deploy(Session session, Nanoff nanoff, Provisioning.Provisioning device, string port, bool dry)
        {
            session.WithProgress("writing the configuration of " + device.Endpoint, _ =>
            {
                nanoff.CheckPort();
                device.Deploy(nanoff, port);
                return true;
            });
            session.Console.MarkupLineInterpolated($"[green]{device.Endpoint} {(dry ? "would be provisioned" : "provisioned")}[/]");
        }

        private static void RunBatch(Session session, JsonObject common, string csv, string record, string port, bool dry, Func<string, Nanoff> open)
        {
            IReadOnlyList<BatchDevice> devices = DeviceBatch.Read(session.Repository, common, csv, record);
            bool waits = session.Console.Profile.Capabilities.Interactive && !dry;
            if (!waits && !dry && devices.Count(d => d.Port == null) > 1)
            {
                throw new FlashException(ExitCode.Usage, $"{csv} has several devices for one port, and nobody is there to change the board: run it in a terminal, or add a column Port");
            }

            Nanoff[] tools = devices.Select(d => open(d.Port ?? port)).ToArray();
            if (!dry)
            {
                DeviceBatch.WriteRecord(devices, record); // before the first board: generated keys must not be lost
            }

            Table table = new Table().AddColumns("board", "endpoint", "DevEUI", "port", "written");
            for (int i = 0; i < devices.Count; i++)
            {
                (string own, Provisioning.Provisioning device) = devices[i];
                if (waits && own == null)
                {
                    session.Console.Prompt(new TextPrompt<string>(Markup.Escape($"board {i + 1} of {devices.Count}, {device.Endpoint}: plug it in and press Enter")).AllowEmpty());
                }

                Deploy(session, tools[i], device, own ?? port, dry);
                table.AddRow((i + 1).ToString(), Markup.Escape(device.Endpoint), device.DevEui, Markup.Escape(own ?? port), dry ? "" : DateTime.UtcNow.ToString("u"));
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
                answers["JoinEui"] = console.Prompt(new TextPrompt<string>("JoinEUI:").DefaultValue("0000000000000000"));
                answers["AppKey"] = console.Prompt(new TextPrompt<string>("AppKey, 32 hexadecimal digits:").Secret());
                answers["Channel"] = console.Prompt(new TextPrompt<int>("channel of a private relay (-1 for a network that hears all):").DefaultValue(-1));
            }
            else
            {
                bool bootstraps = console.Prompt(new SelectionPrompt<string>().Title("which server does it know?").AddChoices("LwM2M server", "bootstrap server")) == "bootstrap server";
                answers[bootstraps ? "BootstrapServer" : "Server"] = console.Ask<string>("its URI, such as coap://192.0.2.1:5683:");
                answers["Wifi"] = new JsonObject
                {
                    ["Ssid"] = console.Ask<string>("Wi-Fi SSID:"),
                    ["Password"] = console.Prompt(new TextPrompt<string>("Wi-Fi password:").Secret())
                };
            }

            answers["Lifetime"] = console.Prompt(new TextPrompt<int>("registration lifetime in seconds:").DefaultValue(86400));
            answers["MaximumSleep"] = console.Prompt(new TextPrompt<int>("longest sleep of a Node in seconds:").DefaultValue(3600));
            string allowed = console.Prompt(new TextPrompt<string>("peripherals a Gateway may connect to (addresses or services, commas between; nothing for a Node):").AllowEmpty());
            if (allowed.Length > 0)
            {
                answers["AllowList"] = new JsonArray(allowed.Split(',').Select(a => (JsonNode)a.Trim()).ToArray());
            }

            return Provisioning.Provisioning.Parse(session.Repository, answers.ToJsonString(), "what was answered");
        }
    }
}
