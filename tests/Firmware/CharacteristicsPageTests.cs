// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using Firmware.Gateway.Advertising;
using Firmware.Gateway.Gatt;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace FirmwareTests
{
    /// <summary>docs/characteristics.md is what the Gateway's tables say. UPDATE_DOCS=1 writes it anew.</summary>
    [TestClass]
    public class CharacteristicsPageTests
    {
        private static readonly Dictionary<int, string> s_formats = new()
        {
            [0x01] = "boolean",
            [0x04] = "u8",
            [0x06] = "u16",
            [0x07] = "u24",
            [0x08] = "u32",
            [0x0C] = "s8",
            [0x0E] = "s16",
            [0x0F] = "s24",
            [0x10] = "s32",
            [0x16] = "SFLOAT",
            [0x19] = "UTF-8",
            [0x1B] = "bytes"
        };

        [TestMethod]
        public void ThePageIsTheTables()
        {
            StringBuilder page = new();
            page.AppendLine("# Characteristics and advertisements").AppendLine();
            page.AppendLine("Made from the Gateway's tables by `tests/Firmware/CharacteristicsPageTests`. A value is the number in it times ten to the exponent, and");
            page.AppendLine("where the specification has one a factor; \"bytes\" are several fields, of which the IPSO objects show the numbers. What is in neither");
            page.AppendLine("table is typed by its own descriptor 0x2904, or opaque.").AppendLine();
            page.AppendLine("## Characteristics of the Bluetooth SIG").AppendLine();
            Table(page, 0x2A00, 0x2CFF, n => n.ToString("X4", CultureInfo.InvariantCulture));
            page.AppendLine().AppendLine("## BTHome v2 (service data of FCD2)").AppendLine();
            page.AppendLine("01, 02, 03, 04 and 05 are the characteristics 2A19, 2A6E, 2A6F, 2A6D and 2AFB. Encrypted ones need their key in `AdvertisingKeys`.").AppendLine();
            Table(page, 0xFCD20001, 0xFCD200FF, n => (n & 0xFF).ToString("X2", CultureInfo.InvariantCulture));
            page.AppendLine().AppendLine("## Other advertisements").AppendLine();
            page.AppendLine("Eddystone-TLM (FEAA), RuuviTag formats 3 and 5 (manufacturer 0499), Xiaomi MiBeacon that is not encrypted (FE95), ATC1441 and PVVX");
            page.AppendLine("(181A); iBeacon (manufacturer 004C) where the allow-list names the address.");
            string file = Path.Combine(Root(), "docs", "characteristics.md");
            string text = page.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
            if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
            {
                File.WriteAllText(file, text);
            }

            Assert.AreEqual(text, File.ReadAllText(file).Replace("\r\n", "\n", StringComparison.Ordinal), "run this test with UPDATE_DOCS=1");
        }

        private static void Table(StringBuilder page, uint first, uint last, Func<uint, string> name)
        {
            page.AppendLine("| number | value | exponent | unit | IPSO object, unit |");
            page.AppendLine("|---|---|---|---|---|");
            for (uint number = first; number <= last; number++)
            {
                ValueLayout layout = new ValueLayout().Begin(null, 0, 0);
                if (!KnownValues.Describe(Uuid.Of(number), 0, layout))
                {
                    continue;
                }

                List<string> views = new();
                int count = layout.Views;
                for (int i = 0; i < count; i++)
                {
                    KnownValues.Describe(Uuid.Of(number), 0, layout.Begin(null, 0, i));
                    views.Add($"{layout.ViewObject} {Unit.ToText(layout.ViewUnit)}".Trim());
                }

                string exponent = layout.Format == GattFormat.Opaque || layout.Format == 0x19 ? "" : layout.Exponent.ToString(CultureInfo.InvariantCulture);
                page.AppendLine(CultureInfo.InvariantCulture, $"| {name(number)} | {s_formats[layout.Format]} | {exponent} | {(layout.Format == GattFormat.Opaque ? "" : Unit.ToText(layout.Unit))} | {string.Join(", ", views)} |");
            }
        }

        private static string Root()
        {
            string folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Host.slnx")))
            {
                folder = Path.GetDirectoryName(folder);
            }

            return folder;
        }
    }
}
