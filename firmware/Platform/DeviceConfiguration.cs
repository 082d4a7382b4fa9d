// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Objects;
using LwM2M.Nano.Platform;

namespace Firmware.Platform
{
    /// <summary>Who a device is and which server it belongs to: the keys that every image has.</summary>
    public class DeviceConfiguration : ConfigurationSection
    {
        /// <summary>The transport over Wi-Fi.</summary>
        public const string Udp = "udp";

        /// <summary>The transport over LoRaWAN.</summary>
        public const string Lorawan = "lorawan";

        /// <summary>Endpoint client name.</summary>
        public string Endpoint { get; set; }

        /// <summary>LwM2M server, such as coap://192.0.2.1:5683. May be left out when there is a bootstrap server.</summary>
        public string Server { get; set; }

        /// <summary>LwM2M bootstrap server, or none.</summary>
        public string BootstrapServer { get; set; }

        /// <summary>How long the bootstrap server is waited for before it is asked, in seconds.</summary>
        public int HoldOff { get; set; }

        /// <summary>How the device reaches its server: <see cref="Udp"/>, or another the image has. That one knows where its server is, whose URI is the transport's name and a colon.</summary>
        public string Transport { get; set; } = Udp;

        /// <summary>Stands for what the device is to the network of its transport, 0 over UDP.</summary>
        public int TransportIdentity { get; set; }

        /// <summary>Short Server ID.</summary>
        public int ShortServerId { get; set; } = 1;

        /// <summary>Registration lifetime in seconds.</summary>
        public int Lifetime { get; set; } = 86400;

        /// <summary>LwM2M version announced, "1.0" or "1.1".</summary>
        public string Version { get; set; } = "1.1";

        /// <summary>Stands for what was provisioned: state made under another provisioning is not taken up.</summary>
        public int Fingerprint
        {
            get { return Hash(Server + " " + BootstrapServer + " " + ShortServerId.ToString() + " " + Lifetime.ToString() + " " + TransportIdentity.ToString()); }
        }

        /// <summary>A number that stands for a text.</summary>
        /// <param name="text">The text.</param>
        /// <returns>The same number for the same text.</returns>
        public static int Hash(string text)
        {
            int hash = 17;
            for (int i = 0; i < text.Length; i++)
            {
                hash = hash * 31 + text[i];
            }

            return hash;
        }

        /// <summary>Enters the servers.</summary>
        /// <param name="accounts">An empty table.</param>
        public void Provision(AccountTable accounts)
        {
            if (IsGiven(BootstrapServer))
            {
                accounts.AddBootstrap(BootstrapServer, HoldOff);
            }

            if (IsGiven(Server))
            {
                accounts.Add(Server, ShortServerId, Lifetime);
            }
        }

        /// <inheritdoc/>
        public override bool Set(string key, ConfigurationValue value)
        {
            switch (key)
            {
                case "Endpoint":
                    Endpoint = value.Text();
                    return true;
                case "Server":
                    Server = value.Text();
                    return true;
                case "BootstrapServer":
                    BootstrapServer = value.Text();
                    return true;
                case "HoldOff":
                    HoldOff = value.Integer(0, 60, 0);
                    return true;
                case "ShortServerId":
                    ShortServerId = value.Integer(1, 65534, 1);
                    return true;
                case "Lifetime":
                    Lifetime = value.Integer(10, 31536000, 86400);
                    return true;
                case "Version":
                    Version = value.OneOf("1.1", "1.0");
                    return true;
                default:
                    return false;
            }
        }

        /// <inheritdoc/>
        public override bool IsValid(Log log)
        {
            if (!IsGiven(Endpoint))
            {
                log.Write("configuration: Endpoint missing");
                return false;
            }

            if (Transport != Udp)
            {
                Server = Transport + ":";
                BootstrapServer = null;
                return true;
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

            return true;
        }

        private static bool IsGiven(string text)
        {
            return text != null && text.Length > 0;
        }
    }
}
