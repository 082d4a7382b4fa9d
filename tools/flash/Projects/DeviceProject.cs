// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Flash.Projects
{
    public enum ProjectKind
    {
        Library,
        Image,
        UnitTest
    }

    /// <summary>
    /// An assembly of the device. All of them are listed here, once: the tool builds from this list, and writes the projects of
    /// Visual Studio and the NuGet packages' dependencies from it.
    /// </summary>
    /// <param name="Name">The project's name, and its file's.</param>
    /// <param name="Folder">Where its sources are.</param>
    /// <param name="Assembly">What it compiles to.</param>
    /// <param name="Id">Visual Studio's GUID.</param>
    /// <param name="Kind">Library, image or test.</param>
    /// <param name="Projects">The projects it uses, by name.</param>
    /// <param name="Packages">The platform's assemblies it uses.</param>
    public sealed record DeviceProject(string Name, string Folder, string Assembly, Guid Id, ProjectKind Kind, string[] Projects, string[] Packages)
    {
        /// <summary>Sources of other folders that are compiled in, relative to the project's root.</summary>
        public string[] Links { get; init; } = Array.Empty<string>();

        private const string BoardPins = "BoardPins.cs";

        /// <summary>Each behind those it uses.</summary>
        public static IReadOnlyList<DeviceProject> All { get; } = new[]
        {
            new DeviceProject(
                "LwM2M.Nano", "lib/LwM2M.Nano", "LwM2M.Nano", new Guid("6f0b3f0e-6d5c-4a39-9d2e-2f6f3b1c7a01"), ProjectKind.Library,
                Array.Empty<string>(), new[] { "mscorlib", "nanoFramework.System.Text" }),
            new DeviceProject(
                "LwM2M.Objects", "lib/LwM2M.Objects", "LwM2M.Objects", new Guid("6f0b3f0e-6d5c-4a39-9d2e-2f6f3b1c7a0d"), ProjectKind.Library,
                new[] { "LwM2M.Nano" }, new[] { "mscorlib", "nanoFramework.System.Text" }),
            new DeviceProject(
                "LwM2M.Security", "lib/LwM2M.Security", "LwM2M.Security", new Guid("6f0b3f0e-6d5c-4a39-9d2e-2f6f3b1c7a0c"), ProjectKind.Library,
                new[] { "LwM2M.Nano" }, new[] { "mscorlib", "nanoFramework.System.Security.Cryptography", "nanoFramework.System.Text" }),
            new DeviceProject(
                "Lora.Nano", "lib/Lora.Nano", "Lora.Nano", new Guid("6f0b3f0e-6d5c-4a39-9d2e-2f6f3b1c7a02"), ProjectKind.Library,
                Array.Empty<string>(), new[] { "mscorlib", "nanoFramework.Runtime.Native", "nanoFramework.System.Security.Cryptography", "System.Device.Gpio", "System.Device.Spi" }),
            new DeviceProject(
                "Firmware.Platform", "firmware/Platform", "Firmware.Platform", new Guid("6f0b3f0e-6d5c-4a39-9d2e-2f6f3b1c7a03"), ProjectKind.Library,
                new[] { "LwM2M.Nano", "LwM2M.Objects" },
                new[] { "mscorlib", "nanoFramework.Runtime.Native", "nanoFramework.System.IO.Hashing", "nanoFramework.System.Text", "System.IO.FileSystem", "System.Net" }),
            new DeviceProject(
                "Firmware.Lora", "firmware/Lora", "Firmware.Lora", new Guid("6f0b3f0e-6d5c-4a39-9d2e-2f6f3b1c7a0a"), ProjectKind.Library,
                new[] { "LwM2M.Nano", "LwM2M.Objects", "Lora.Nano", "Firmware.Platform" },
                new[] { "mscorlib", "nanoFramework.Hardware.Esp32", "System.Device.Gpio", "System.Device.Spi" }),
            new DeviceProject(
                "Firmware.Node", "firmware/Node", "Firmware.Node", new Guid("6f0b3f0e-6d5c-4a39-9d2e-2f6f3b1c7a04"), ProjectKind.Image,
                new[] { "LwM2M.Nano", "LwM2M.Objects", "LwM2M.Security", "Lora.Nano", "Firmware.Platform", "Firmware.Lora" },
                new[] { "mscorlib", "nanoFramework.Hardware.Esp32", "nanoFramework.Runtime.Native", "System.Device.Adc", "System.Device.Gpio" }),
            new DeviceProject(
                "Firmware.Relay", "firmware/Relay", "Firmware.Relay", new Guid("6f0b3f0e-6d5c-4a39-9d2e-2f6f3b1c7a0b"), ProjectKind.Image,
                new[] { "LwM2M.Nano", "LwM2M.Objects", "Firmware.Platform", "Firmware.Lora" }, new[] { "mscorlib" }),
            new DeviceProject(
                "Firmware.Gateway", "firmware/Gateway", "Firmware.Gateway", new Guid("6f0b3f0e-6d5c-4a39-9d2e-2f6f3b1c7a05"), ProjectKind.Image,
                new[] { "LwM2M.Nano", "LwM2M.Objects", "LwM2M.Security", "Firmware.Platform" }, new[] { "mscorlib", "nanoFramework.Device.Bluetooth", "nanoFramework.Runtime.Native", "nanoFramework.System.Security.Cryptography" }),
            new DeviceProject(
                "Firmware.Emulated", "firmware/Emulated", "Firmware.Emulated", new Guid("6f0b3f0e-6d5c-4a39-9d2e-2f6f3b1c7a07"), ProjectKind.Image,
                new[] { "LwM2M.Nano", "LwM2M.Objects" }, new[] { "mscorlib", "nanoFramework.Runtime.Native", "System.Net", "System.Threading" })
            {
                Links = new[]
                {
                    "boards/esp32-devkit/BoardPins.cs", "firmware/Node/Failures.cs", "firmware/Node/NodeConfiguration.cs", "firmware/Node/NodeDevice.cs", "firmware/Node/Sensors.cs", "firmware/Node/SyntheticSensors.cs",
                    "firmware/Platform/ClientParts.cs", "firmware/Platform/ConfigurationSection.cs", "firmware/Platform/ConfigurationValue.cs", "firmware/Platform/ConsoleLog.cs", "firmware/Platform/DeviceConfiguration.cs", "firmware/Platform/HexText.cs", "firmware/Platform/KeptState.cs",
                    "firmware/Platform/OwnAddress.cs", "firmware/Platform/SystemClock.cs", "firmware/Platform/UdpChannel.cs", "firmware/Platform/UdpPeer.cs",
                    "firmware/Platform/UdpTransport.cs"
                }
            },
            new DeviceProject(
                "Samples.Door", "samples/Door", "Samples.Door", new Guid("6f0b3f0e-6d5c-4a39-9d2e-2f6f3b1c7a08"), ProjectKind.Image,
                new[] { "LwM2M.Nano", "LwM2M.Objects", "Firmware.Platform" }, new[] { "mscorlib", "System.Device.Gpio" }),
            new DeviceProject(
                "Samples.LoraPing", "samples/LoraPing", "Samples.LoraPing", new Guid("6f0b3f0e-6d5c-4a39-9d2e-2f6f3b1c7a09"), ProjectKind.Image,
                new[] { "Lora.Nano" }, new[] { "mscorlib", "nanoFramework.Hardware.Esp32", "nanoFramework.Runtime.Native", "System.Device.Gpio", "System.Device.Spi" }),
            new DeviceProject(
                "UnitTests", "tests/Unit", "NFUnitTest", new Guid("6f0b3f0e-6d5c-4a39-9d2e-2f6f3b1c7a06"), ProjectKind.UnitTest,
                new[] { "LwM2M.Nano", "LwM2M.Objects" }, new[] { "mscorlib", "nanoFramework.System.Collections" }),
        };

        /// <summary>Its project file for Visual Studio.</summary>
        public string File => $"{Folder}/{Name}.nfproj";

        public static DeviceProject Find(string name)
        {
            return All.First(p => p.Name == name);
        }

        /// <summary>It and all it uses, each behind those it uses.</summary>
        public IReadOnlyList<DeviceProject> WithProjects => All.Where(p => p == this || Uses(p)).ToArray();

        /// <summary>The platform's assemblies it and all it uses need, each behind those it needs.</summary>
        public IReadOnlyList<string> PackageClosure(PinnedPackages pinned)
        {
            return pinned.Closure(WithProjects.SelectMany(p => p.Packages).Distinct());
        }

        /// <summary>Its sources, relative to its folder, with slashes; a board's pins are none of them.</summary>
        public IReadOnlyList<string> Sources(Repository repository)
        {
            string folder = repository.PathOf(Folder);
            return Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/'))
                .Where(f => !f.Split('/').Any(part => part is "bin" or "obj" or "packages"))
                .Order(StringComparer.Ordinal)
                .ToArray();
        }

        /// <summary>Its sources as full paths, with the pins of a board where it needs them.</summary>
        public IEnumerable<string> SourcesFor(Repository repository, string board)
        {
            IEnumerable<string> own = Sources(repository).Select(s => Folder + "/" + s).Concat(Links).Select(repository.PathOf);
            return HasBoard ? own.Append(repository.PathOf($"boards/{board}/{BoardPins}")) : own;
        }

        /// <summary>The pins of the board are compiled into it.</summary>
        public bool HasBoard => Name is "Firmware.Platform" or "Samples.LoraPing";

        private bool Uses(DeviceProject other)
        {
            return Projects.Contains(other.Name) || Projects.Any(p => Find(p).Uses(other));
        }
    }
}
