// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Boards;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Platform;

namespace Firmware.Platform
{
    /// <summary>What is provisioned as I:\device.json: who the device is and which server it belongs to.</summary>
    public sealed class DeviceConfiguration
    {
        /// <summary>The URI of the one server behind a LoRaWAN network: the network knows where it is.</summary>
        public const string LorawanUri = "lorawan:";

        /// <summary>Endpoint client name.</summary>
        public string Endpoint { get; set; }

        /// <summary>LwM2M server, such as coap://192.0.2.1:5683. May be left out when there is a bootstrap server.</summary>
        public string Server { get; set; }

        /// <summary>LwM2M bootstrap server, or none.</summary>
        public string BootstrapServer { get; set; }

        /// <summary>How long the bootstrap server is waited for before it is asked, in seconds.</summary>
        public int HoldOff { get; set; }

        /// <summary>How the Node reaches its server: "udp" over Wi-Fi, or "lorawan".</summary>
        public string Transport { get; set; } = "udp";

        /// <summary>LoRaWAN region: "EU868", "US915" or "AS923".</summary>
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

        /// <summary>The ADC channel the battery is wired to, -1 for none.</summary>
        public int BatteryChannel { get; set; } = BoardPins.BatteryChannel;

        /// <summary>How many percent of the ADC's voltage the battery has: 200 behind a divider of two equal resistors.</summary>
        public int BatteryPercent { get; set; } = BoardPins.BatteryPercent;

        /// <summary>A pin that wakes the Node and makes it report at once, -1 for none.</summary>
        public int WakePin { get; set; } = -1;

        /// <summary>The level of <see cref="WakePin"/> that wakes, 0 or 1.</summary>
        public int WakeLevel { get; set; } = 1;

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

        /// <summary>The Node speaks LoRaWAN.</summary>
        public bool IsLorawan
        {
            get { return Transport == "lorawan"; }
        }

        /// <summary>Short Server ID.</summary>
        public int ShortServerId { get; set; } = 1;

        /// <summary>Registration lifetime in seconds.</summary>
        public int Lifetime { get; set; } = 86400;

        /// <summary>LwM2M version announced, "1.0" or "1.1".</summary>
        public string Version { get; set; } = "1.1";

        /// <summary>How long the Node listens after it was last heard, in seconds.</summary>
        public int AwakeWindow { get; set; } = 2;

        /// <summary>How long the Node sleeps when nothing is due, in seconds.</summary>
        public int MaximumSleep { get; set; } = 3600;

        /// <summary>Addresses or service UUIDs the Gateway may connect to; "*" for all.</summary>
        public string[] AllowList { get; set; } = new string[0];

        /// <summary>An object for each service of each peripheral, from 1031 on, as the seed paper numbers them.</summary>
        public bool SeedNumbering { get; set; }

        /// <summary>The LwM2M Gateway objects 25 and 26, and a prefix for each peripheral, beside its twins.</summary>
        public bool DevicePrefixes { get; set; }

        /// <summary>The lowest sampling rate the Gateway lets a stream fall to, in hertz.</summary>
        public int MinimumRate { get; set; } = 50;

        /// <summary>The highest sampling rate the Gateway asks a stream for, in hertz; 0 leaves rates to the server.</summary>
        public int MaximumRate { get; set; }

        /// <summary>The Gateway may pair with a peripheral that refuses to be read before.</summary>
        public bool Pairing { get; set; }

        /// <summary>The LoRaWAN nodes the Gateway serves as their relay: "DevEui AppKey" each, hexadecimal.</summary>
        public string[] RelayNodes { get; set; } = new string[0];

        /// <summary>Stands for what was provisioned: state made under another provisioning is not taken up.</summary>
        public int Fingerprint
        {
            get
            {
                string servers = Server + " " + BootstrapServer + " " + ShortServerId.ToString() + " " + Lifetime.ToString();
                return Hash(IsLorawan ? servers + " " + Region + " " + Channel.ToString() + " " + IdentityFingerprint.ToString() : servers);
            }
        }

        /// <summary>Stands for the LoRaWAN identity.</summary>
        public int IdentityFingerprint
        {
            get { return Hash(JoinEui + " " + DevEui + " " + AppKey); }
        }

        /// <summary>Enters the servers.</summary>
        /// <param name="accounts">An empty table.</param>
        public void Provision(AccountTable accounts)
        {
            if (IsLorawan)
            {
                accounts.Add(LorawanUri, ShortServerId, Lifetime);
                return;
            }

            if (IsGiven(BootstrapServer))
            {
                accounts.AddBootstrap(BootstrapServer, HoldOff);
            }

            if (IsGiven(Server))
            {
                accounts.Add(Server, ShortServerId, Lifetime);
            }
        }

        private static int Hash(string text)
        {
            int hash = 17;
            for (int i = 0; i < text.Length; i++)
            {
                hash = hash * 31 + text[i];
            }

            return hash;
        }

        private static bool IsGiven(string text)
        {
            return text != null && text.Length > 0;
        }

        /// <summary>Checks it. What is out of its bounds is set back, with a word.</summary>
        /// <param name="log">Says which key is wrong.</param>
        /// <returns>False when the device cannot work with it.</returns>
        public bool IsValid(Log log)
        {
            if (Endpoint == null || Endpoint.Length == 0)
            {
                log.Write("configuration: Endpoint missing");
                return false;
            }

            if (IsLorawan)
            {
                return HasIdentity(log) && HasBounds(log);
            }

            if ((IsGiven(Server) || !IsGiven(BootstrapServer)) && ServerUri.Parse(Server) == null)
            {
                log.Write("configuration: Server is no coap URI");
                return false;
            }

            if (IsGiven(BootstrapServer) && ServerUri.Parse(BootstrapServer) == null)
            {
                log.Write("configuration: BootstrapServer is no coap URI");
                return false;
            }

            return HasBounds(log);
        }

        private bool HasIdentity(Log log)
        {
            byte[] devEui = HexText.Parse(DevEui);
            byte[] joinEui = HexText.Parse(JoinEui);
            byte[] appKey = HexText.Parse(AppKey);
            string wrong = devEui == null || devEui.Length != 8 ? "DevEui"
                : joinEui == null || joinEui.Length != 8 ? "JoinEui"
                : appKey == null || appKey.Length != 16 ? "AppKey"
                : Region != "EU868" && Region != "US915" && Region != "AS923" ? "Region"
                : null;
            if (wrong != null)
            {
                log.Write("configuration: " + wrong + " is not valid");
            }

            return wrong == null;
        }

        private bool HasBounds(Log log)
        {
            DataRate = Bounded("DataRate", DataRate, 0, 5, 5, log);
            JitterMilliseconds = Bounded("JitterMilliseconds", JitterMilliseconds, 1, 400, 20, log);
            Channel = Bounded("Channel", Channel, -1, Region == "US915" ? 63 : Region == "AS923" ? 1 : 2, -1, log);
            BatteryChannel = Bounded("BatteryChannel", BatteryChannel, -1, 19, -1, log);
            BatteryPercent = Bounded("BatteryPercent", BatteryPercent, 100, 1000, BoardPins.BatteryPercent, log);
            WakeLevel = Bounded("WakeLevel", WakeLevel, 0, 1, 1, log);
            bool isRadios = IsLorawan && (WakePin == SckPin || WakePin == MisoPin || WakePin == MosiPin || WakePin == NssPin || WakePin == ResetPin || WakePin == Dio0Pin);
            if (WakePin >= 0 && (isRadios || !CanWake(WakePin)))
            {
                log.Write(isRadios ? "configuration: WakePin is the radio's, using none" : "configuration: WakePin cannot wake an ESP32, using none");
                WakePin = -1;
            }

            MaximumRate = Bounded("MaximumRate", MaximumRate, 0, 65535, 0, log);
            MinimumRate = Bounded("MinimumRate", MinimumRate, 1, MaximumRate == 0 ? 65535 : MaximumRate, MaximumRate == 0 || MaximumRate > 50 ? 50 : 1, log);
            HoldOff = Bounded("HoldOff", HoldOff, 0, 60, 0, log);
            ShortServerId = Bounded("ShortServerId", ShortServerId, 1, 65534, 1, log);
            Lifetime = Bounded("Lifetime", Lifetime, 10, 31536000, 86400, log);
            AwakeWindow = Bounded("AwakeWindow", AwakeWindow, 0, 600, 2, log);
            MaximumSleep = Bounded("MaximumSleep", MaximumSleep, 1, 604800, 3600, log);
            if (Version != "1.0" && Version != "1.1")
            {
                log.Write("configuration: Version must be 1.0 or 1.1, using 1.1");
                Version = "1.1";
            }

            return true;
        }

        // The pins of the ESP32's real-time clock domain.
        private static bool CanWake(int pin)
        {
            return pin == 0 || pin == 2 || pin == 4 || (pin >= 12 && pin <= 15) || (pin >= 25 && pin <= 27) || (pin >= 32 && pin <= 39);
        }

        private static int Bounded(string key, int value, int minimum, int maximum, int fallback, Log log)
        {
            if (value >= minimum && value <= maximum)
            {
                return value;
            }

            log.Write("configuration: " + key + " out of range, using " + fallback.ToString());
            return fallback;
        }
    }
}
