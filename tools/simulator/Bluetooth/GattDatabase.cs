// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Simulator.Bluetooth
{
    /// <summary>A peripheral as data: read from a JSON file beside this one.</summary>
    public sealed class GattDatabase
    {
        public string Name { get; set; } = "";

        public string Address { get; set; } = "";

        public List<Service> Services { get; set; } = new();

        /// <summary>A stream the peripheral plays, or null.</summary>
        public Stream Plays { get; set; }

        /// <summary>Reads one of the peripherals that come with the simulator, such as "ecg".</summary>
        public static GattDatabase Load(string name)
        {
            string file = Path.Combine(AppContext.BaseDirectory, "Peripherals", name + ".json");
            JsonSerializerOptions options = new()
            {
                PropertyNameCaseInsensitive = true,
                ReadCommentHandling = JsonCommentHandling.Skip,
                UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow
            };
            return JsonSerializer.Deserialize<GattDatabase>(File.ReadAllText(file), options);
        }

        public sealed class Service
        {
            public Guid Uuid { get; set; }

            public ushort Handle { get; set; }

            public List<Characteristic> Characteristics { get; set; } = new();
        }

        public sealed class Characteristic
        {
            public Guid Uuid { get; set; }

            public ushort Handle { get; set; }

            /// <summary>read, write, writeWithoutResponse, notify, indicate.</summary>
            public List<string> Properties { get; set; } = new();

            /// <summary>The value as hexadecimal digits.</summary>
            public string Hex { get; set; }

            /// <summary>The value as text.</summary>
            public string Text { get; set; }

            /// <summary>The 0x2901 descriptor, or null.</summary>
            public string UserDescription { get; set; }

            /// <summary>The 0x2904 descriptor as seven bytes in hexadecimal, several with spaces between them, or null.</summary>
            public string PresentationFormat { get; set; }

            [JsonIgnore]
            public byte[] Value { get; set; }
        }

        public sealed class Stream
        {
            /// <summary>"ecg" is the only one.</summary>
            public string Waveform { get; set; } = "";

            public Guid Samples { get; set; }

            public Guid Rate { get; set; }

            public int SamplesPerNotification { get; set; }
        }
    }
}
