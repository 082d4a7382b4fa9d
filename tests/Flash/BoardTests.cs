// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Flash;
using Flash.Boards;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Portability;

namespace FlashTests
{
    /// <summary>Every board's data hold together, and what is wrong with a new one is said.</summary>
    [TestClass]
    public class BoardTests
    {
        private static readonly Repository s_repository = new(StubCompiler.Root);

        public static IEnumerable<object[]> Folders => Directory.EnumerateFiles(s_repository.PathOf("boards"), "board.json", SearchOption.AllDirectories)
            .Select(f => new object[] { Path.GetFileName(Path.GetDirectoryName(f)) });

        [TestMethod]
        [DynamicData(nameof(Folders))]
        public void ABoardKeepsTheRules(string folder)
        {
            Assert.AreEqual("", string.Join("\n", BoardRules.Check(s_repository, s_repository.PathOf($"boards/{folder}/board.json"))));
        }

        [TestMethod]
        [DynamicData(nameof(Folders))]
        public void ItsConstantsAreItsPins(string folder)
        {
            Board board = Board.Find(s_repository, folder);
            Dictionary<string, int> constants = Regex.Matches(File.ReadAllText(s_repository.PathOf($"boards/{folder}/BoardPins.cs")), @"const int (\w+) = (-?\d+);")
                .ToDictionary(m => m.Groups[1].Value, m => int.Parse(m.Groups[2].Value));
            foreach (string signal in new[] { "Sck", "Miso", "Mosi", "Nss", "Reset", "Dio0" })
            {
                Assert.AreEqual(board.Radio?.GetValueOrDefault(signal.ToLowerInvariant(), -1) ?? -1, constants[signal], signal);
            }

            // The second ADC rests while Wi-Fi is on: a battery there is measured only when it is asked for.
            bool measured = board.Battery != null && board.Battery.AdcChannel < 8;
            Assert.AreEqual(measured ? board.Battery.AdcChannel : -1, constants["BatteryChannel"]);
            Assert.AreEqual(measured ? board.Battery.Percent : 200, constants["BatteryPercent"]);
        }

        [TestMethod]
        [DynamicData(nameof(Folders))]
        public void ItsPageTellsItsPinsAndItsPitfalls(string folder)
        {
            string page = File.ReadAllText(s_repository.PathOf($"boards/{folder}/README.md"));
            StringAssert.Contains(page, "Pitfalls");
            foreach ((int pin, string use, _) in Board.Find(s_repository, folder).Pins())
            {
                StringAssert.Matches(page, new Regex($@"\| {pin} \| {Regex.Escape(use)}", RegexOptions.IgnoreCase));
            }
        }

        [TestMethod]
        [DataRow("\"reset\": 14", "\"reset\": 5", "GPIO 5 is used twice: radio SCK, radio RESET")]
        [DataRow("\"nss\": 18", "\"nss\": 36", "GPIO 36 is an input only: radio NSS")]
        [DataRow("\"sck\": 5", "\"sck\": 7", "GPIO 7 cannot be used: radio SCK")]
        [DataRow("\"chip\": \"ESP32\"", "\"chip\": \"AVR\"", "#/chip NotInEnumeration")]
        [DataRow("\"flashKilobytes\": 4096,", "", "#/flashKilobytes PropertyRequired")]
        [DataRow("\"roles\"", "\"rolls\"", "#/rolls NoAdditionalPropertiesAllowed")]
        [DataRow("0x1E0000", "1E0000", "#/deployment.address PatternMismatch")]
        public void WhatIsWrongWithABoardIsSaid(string from, string to, string fault)
        {
            string good = File.ReadAllText(s_repository.PathOf("boards/heltec-wifi-lora-32-v1/board.json"));
            StringAssert.Contains(good, from);
            string folder = Directory.CreateTempSubdirectory("board-").FullName;
            string file = Path.Combine(folder, "board.json");
            File.WriteAllText(file, good.Replace(from, to, StringComparison.Ordinal));
            CollectionAssert.Contains(BoardRules.Check(s_repository, file).ToArray(), fault);
            Directory.Delete(folder, true);
        }

        [TestMethod]
        public void TheListNamesEveryBoard()
        {
            using Workshop shop = new();
            Assert.AreEqual(ExitCode.Done, shop.Run("boards"));
            foreach (object[] folder in Folders)
            {
                StringAssert.Contains(shop.Output, (string)folder[0]);
            }
        }
    }
}
