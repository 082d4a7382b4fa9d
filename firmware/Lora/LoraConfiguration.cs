// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Boards;
using Firmware.Platform;
using LwM2M.Nano.Platform;
using LoraRegion = Lora.Nano.Regions.Region;

namespace Firmware.Lora
{
    /// <summary>The keys of LoRa and LoRaWAN: region, identity, wiring. The wiring's defaults are the board's.</summary>
    public sealed class LoraConfiguration : ConfigurationSection
    {
        internal const string Sx1262 = "sx1262";

        private const string Sx127x = "sx127x";
        private const int HighestPin = 48;

        /// <summary>LoRaWAN region, one of <see cref="LoraRegion.Names"/>.</summary>
        public string Region { get; set; } = "EU868";

        /// <summary>DevEUI, 16 hexadecimal digits.</summary>
        public string DevEui { get; set; }

        /// <summary>JoinEUI, 16 hexadecimal digits.</summary>
        public string JoinEui { get; set; } = "0000000000000000";

        /// <summary>AppKey, 32 hexadecimal digits.</summary>
        public string AppKey { get; set; }

        /// <summary>The lowest LoRaWAN data rate used: messages must fit it.</summary>
        public int DataRate { get; set; } = 5;

        /// <summary>By how much LoRaWAN windows are widened on each side, in milliseconds.</summary>
        public int JitterMilliseconds { get; set; } = 20;

        /// <summary>The one LoRaWAN channel of a private relay, which is joined at <see cref="DataRate"/>; -1 for a network that hears all.</summary>
        public int Channel { get; set; } = -1;

        /// <summary>The radio's SPI clock.</summary>
        public int SckPin { get; set; } = BoardPins.Sck;

        /// <summary>The radio's SPI input to the board.</summary>
        public int MisoPin { get; set; } = BoardPins.Miso;

        /// <summary>The radio's SPI output from the board.</summary>
        public int MosiPin { get; set; } = BoardPins.Mosi;

        /// <summary>The radio's chip select.</summary>
        public int NssPin { get; set; } = BoardPins.Nss;

        /// <summary>The radio's reset, -1 for none.</summary>
        public int ResetPin { get; set; } = BoardPins.Reset;

        /// <summary>The radio's DIO0, -1 for none.</summary>
        public int Dio0Pin { get; set; } = BoardPins.Dio0;

        /// <summary>The radio's DIO1, -1 for none.</summary>
        public int Dio1Pin { get; set; } = -1;

        /// <summary>The BUSY line of an SX1262.</summary>
        public int BusyPin { get; set; } = -1;

        /// <summary>The radio: "sx127x" or "sx1262".</summary>
        public string Radio { get; set; } = Sx127x;

        /// <summary>What the radio's TCXO is supplied with, in millivolts; 0 for a crystal.</summary>
        public int TcxoMillivolts { get; set; }

        /// <summary>The antenna of an SX127x is at its RFO pin, not at PA_BOOST.</summary>
        public bool UsesRfo { get; set; }

        /// <summary>The most the board can give the radio's amplifier, in milliamperes; 0 for no limit of its own.</summary>
        public int RadioMilliamperes { get; set; }

        /// <summary>Stands for the LoRaWAN identity.</summary>
        public int IdentityFingerprint
        {
            get { return DeviceConfiguration.Hash(JoinEui + " " + DevEui + " " + AppKey); }
        }

        /// <summary>Stands for what the device is to its LoRaWAN network.</summary>
        public int NetworkFingerprint
        {
            get { return DeviceConfiguration.Hash(Region + " " + Channel.ToString() + " " + IdentityFingerprint.ToString()); }
        }

        /// <summary>Whether the radio uses a pin.</summary>
        /// <param name="pin">The pin.</param>
        /// <returns>True when it does.</returns>
        public bool Uses(int pin)
        {
            return pin == SckPin || pin == MisoPin || pin == MosiPin || pin == NssPin || pin == ResetPin || pin == Dio0Pin || pin == Dio1Pin || pin == BusyPin;
        }

        /// <inheritdoc/>
        public override bool Set(string key, ConfigurationValue value)
        {
            switch (key)
            {
                case "Region":
                    Region = value.Text(); // another than the one meant would break the law: no default
                    return true;
                case "DevEui":
                    DevEui = value.Text();
                    return true;
                case "JoinEui":
                    JoinEui = value.Text();
                    return true;
                case "AppKey":
                    AppKey = value.Text();
                    return true;
                case "DataRate":
                    DataRate = value.Integer(0, 5, 5);
                    return true;
                case "JitterMilliseconds":
                    JitterMilliseconds = value.Integer(1, 400, 20);
                    return true;
                case "Channel":
                    Channel = value.Integer(-1, 63, -1);
                    return true;
                case "Radio":
                    Radio = value.OneOf(Sx127x, Sx1262);
                    return true;
                case "TcxoMillivolts":
                    TcxoMillivolts = value.Integer(0, 3300, 0);
                    return true;
                case "UsesRfo":
                    UsesRfo = value.Boolean();
                    return true;
                case "RadioMilliamperes":
                    RadioMilliamperes = value.Integer(0, 240, 0);
                    return true;
                default:
                    return SetPin(key, value);
            }
        }

        /// <inheritdoc/>
        public override bool IsValid(Log log)
        {
            LoraRegion region = LoraRegion.Find(Region);
            int channels = region == null || region.IsFixed ? 64 : region.DefaultHertz.Length;
            if (Channel >= channels)
            {
                log.Write("configuration: Channel must be below " + channels.ToString() + " in " + Region + ", using all");
                Channel = -1;
            }

            return true;
        }

        /// <summary>Whether the region is one there is.</summary>
        /// <param name="log">Says which there are.</param>
        /// <returns>False when the radio must not be used.</returns>
        public bool HasRegion(Log log)
        {
            bool known = LoraRegion.Find(Region) != null;
            if (!known)
            {
                log.Write("configuration: Region must be one of " + LoraRegion.Names);
            }

            return known;
        }

        /// <summary>Whether it has what a LoRaWAN device joins with.</summary>
        /// <param name="log">Says which key is wrong.</param>
        /// <returns>False when it cannot join.</returns>
        public bool HasIdentity(Log log)
        {
            string wrong = !HexText.IsBytes(DevEui, 8) ? "DevEui must be 16 hexadecimal digits"
                : !HexText.IsBytes(JoinEui, 8) ? "JoinEui must be 16 hexadecimal digits"
                : !HexText.IsBytes(AppKey, 16) ? "AppKey must be 32 hexadecimal digits"
                : null;
            if (wrong != null)
            {
                log.Write("configuration: " + wrong);
            }

            return wrong == null && HasRegion(log);
        }

        private bool SetPin(string key, ConfigurationValue value)
        {
            switch (key)
            {
                case "SckPin":
                    SckPin = value.Integer(-1, HighestPin, SckPin);
                    return true;
                case "MisoPin":
                    MisoPin = value.Integer(-1, HighestPin, MisoPin);
                    return true;
                case "MosiPin":
                    MosiPin = value.Integer(-1, HighestPin, MosiPin);
                    return true;
                case "NssPin":
                    NssPin = value.Integer(-1, HighestPin, NssPin);
                    return true;
                case "ResetPin":
                    ResetPin = value.Integer(-1, HighestPin, ResetPin);
                    return true;
                case "Dio0Pin":
                    Dio0Pin = value.Integer(-1, HighestPin, Dio0Pin);
                    return true;
                case "Dio1Pin":
                    Dio1Pin = value.Integer(-1, HighestPin, -1);
                    return true;
                case "BusyPin":
                    BusyPin = value.Integer(-1, HighestPin, -1);
                    return true;
                default:
                    return false;
            }
        }
    }
}
