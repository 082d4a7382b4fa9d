// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Flash.Boards;
using Flash.Tools;
using Spectre.Console;

namespace Flash.Device
{
    /// <summary>
    /// nanoff, the flasher of nanoFramework, in the version that is pinned: its command line changes from one to the next. Its exit
    /// code alone tells too little, so that its output is read too.
    /// </summary>
    public sealed class Nanoff
    {
        private const string NoCheck = "--suppressnanoffversioncheck";

        private readonly ToolRunner _runner;
        private readonly string _file;
        private readonly string _port;

        private Nanoff(ToolRunner runner, string file, string port)
        {
            _runner = runner;
            _file = file;
            _port = port;
        }

        /// <summary>Finds it, or installs it into the project's own folder.</summary>
        /// <param name="session">Says where that is.</param>
        /// <param name="runner">Runs it.</param>
        /// <param name="port">The board's port.</param>
        /// <param name="yes">Without asking.</param>
        public static Nanoff Open(Session session, ToolRunner runner, string port, bool yes)
        {
            string version = session.Pinned.Tools["nanoff"];
            return new Nanoff(runner, ToolInstaller.Find(session, runner, "nanoff", version, yes), port);
        }

        /// <summary>Checks that the port is there.</summary>
        /// <exception cref="FlashException">It is not.</exception>
        public void CheckPort()
        {
            string output = Run("--listports");
            if (_runner.IsDry || !output.Contains("COM port", StringComparison.Ordinal))
            {
                return;
            }

            string[] ports = output.Split('\n').Where(l => l.StartsWith("  ", StringComparison.Ordinal)).Select(l => l.Trim()).ToArray();
            if (!ports.Contains(_port))
            {
                throw new FlashException(
                    ExitCode.Device, $"{_port} is not there: {(ports.Length == 0 ? "no port is; plug the board in, and install its USB driver" : "there is " + string.Join(", ", ports))}");
            }
        }

        /// <summary>Checks that the board has the chip it should have.</summary>
        /// <param name="board">Which board it should be.</param>
        /// <param name="say">Is told when that cannot be known.</param>
        /// <exception cref="FlashException">It has another.</exception>
        public void CheckChip(Board board, Action<string> say)
        {
            string output = Run("--platform", "esp32", "--serialport", _port, "--devicedetails");
            Match chip = Regex.Match(output, @"Connected to:\s*(ESP32(?:-[A-Z]\d)?)\b");
            if (!chip.Success && !_runner.IsDry)
            {
                say($"nanoff does not tell the chip: going on, since you say it is an {board.Chip}");
            }

            if (chip.Success && chip.Groups[1].Value != board.Chip)
            {
                throw new FlashException(ExitCode.Device, $"the board on {_port} has an {chip.Groups[1].Value}, {board.Folder} has an {board.Chip}: choose its board");
            }
        }

        /// <summary>Puts the firmware on the board.</summary>
        /// <param name="target">Its name.</param>
        /// <param name="erase">Everything else goes too, its configuration as well.</param>
        public void Update(string target, bool erase)
        {
            List<string> arguments = new() { "--platform", "esp32", "--target", target, "--serialport", _port, "--update" };
            arguments.AddRange(erase ? new[] { "--masserase" } : Array.Empty<string>());
            Run(arguments.ToArray());
        }

        /// <summary>Puts an application on the board. The address is given: nanoff's own is wrong for the classic ESP32.</summary>
        public void Deploy(string target, string image, string address)
        {
            Run("--target", target, "--serialport", _port, "--deploy", "--image", image, "--address", address);
        }

        /// <summary>Puts files on the board. The port is in the configuration: with an option nanoff takes the board for one to be flashed.</summary>
        public void DeployFiles(string configuration)
        {
            Run("--filedeployment", configuration);
        }

        /// <summary>Puts the network's configuration on the board.</summary>
        public void DeployNetwork(string configuration)
        {
            Run("--networkdeployment", configuration);
        }

        /// <summary>What runs on the board: its firmware's native code by assembly, and its assemblies.</summary>
        /// <returns>The text nanoff prints.</returns>
        public string Details()
        {
            return Run("--nanodevice", "--serialport", _port, "--devicedetails");
        }

        private string Run(params string[] arguments)
        {
            ToolResult result = _runner.Run(_file, arguments.Append(NoCheck).ToArray());
            Match error = Regex.Match(result.Output, @"Error E(\d{4})[:\s]*([^\r\n]*)");
            bool file = Regex.IsMatch(result.Output, "Error deploying content file|Exception deploying");
            if (result.ExitCode == 0 && !error.Success && !file)
            {
                return result.Output;
            }

            string code = error.Success ? error.Groups[1].Value : result.ExitCode.ToString();
            throw new FlashException(ExitCode.Device, $"{NextStep(code)} (nanoff E{code}{(error.Success ? ": " + error.Groups[2].Value.Trim() : "")})");
        }

        private string NextStep(string code)
        {
            return code switch
            {
                "4005" or "6000" or "6002" => $"{_port} is absent or in use: close what has it open, such as a monitor",
                "4000" or "9010" => $"no board answers on {_port}: hold BOOT while it starts, or try another cable",
                "2000" or "2001" or "2002" => $"the board on {_port} does not run nanoFramework, or is asleep: press RESET and try again within a few seconds",
                "2003" => "the board did not take the files: is its firmware flashed, and I:\\ formatted?",
                "9005" or "9007" => "the firmware cannot be downloaded: is there a network?",
                "4002" or "4003" or "4004" => "the board's flash did not answer: try another cable",
                _ => $"nanoff failed on {_port}"
            };
        }
    }
}
