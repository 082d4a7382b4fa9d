// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Text;
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

        private const int MaximumIdentity = 128;
        private const int MinimumKey = 16;
        private const int MaximumKey = 64;

        /// <summary>Endpoint client name.</summary>
        public string Endpoint { get; set; }

        /// <summary>LwM2M server, such as coap://192.0.2.1:5683. May be left out when there is a bootstrap server.</summary>
        public string Server { get; set; }

        /// <summary>LwM2M bootstrap server, or none.</summary>
        public string BootstrapServer { get; set; }

        /// <summary>PSK identity for <see cref="Server"/>, when that is a coaps URI.</summary>
        public string Identity { get; set; }

        /// <summary>Pre-shared key for <see cref="Server"/> as hexadecimal digits.</summary>
        public string Key { get; set; }

        /// <summary>PSK identity for <see cref="BootstrapServer"/>, when that is a coaps URI.</summary>
        public string BootstrapIdentity { get; set; }

        /// <summary>Pre-shared key for <see cref="BootstrapServer"/> as hexadecimal digits.</summary>
        public string BootstrapKey { get; set; }

        /// <summary>OSCORE Master Secret for <see cref="Server"/> as hexadecimal digits, or none.</summary>
        public string OscoreSecret { get; set; }

        /// <summary>OSCORE Master Salt as hexadecimal digits; may be left out.</summary>
        public string OscoreSalt { get; set; }

        /// <summary>OSCORE Sender ID of the device as hexadecimal digits.</summary>
        public string OscoreSenderId { get; set; }

        /// <summary>OSCORE Recipient ID of the device as hexadecimal digits.</summary>
        public string OscoreRecipientId { get; set; }

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

        /// <summary>The OSCORE context for <see cref="Server"/>: Master Secret, Master Salt, Sender ID, Recipient ID; null for none.</summary>
        public byte[][] Oscore
        {
            get { return IsGiven(OscoreSecret) ? new[] { HexText.Parse(OscoreSecret), Bytes(OscoreSalt), Bytes(OscoreSenderId), Bytes(OscoreRecipientId) } : null; }
        }

        /// <summary>Stands for what was provisioned: state made under another provisioning is not taken up.</summary>
        public int Fingerprint
        {
            get { return Hash(Server + " " + BootstrapServer + " " + Identity + " " + Key + " " + OscoreSecret + " " + OscoreSalt + " " + OscoreSenderId + " " + OscoreRecipientId + " " + ShortServerId.ToString() + " " + Lifetime.ToString() + " " + TransportIdentity.ToString()); }
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
                Secure(accounts.AddBootstrap(BootstrapServer, HoldOff), BootstrapIdentity, BootstrapKey);
            }

            if (IsGiven(Server))
            {
                SecurityInstance account = accounts.SecurityOf(accounts.Add(Server, ShortServerId, Lifetime));
                Secure(account, Identity, Key);
                account.OscoreInstance = IsGiven(OscoreSecret) ? 0 : -1;
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
                case "Identity":
                    Identity = value.Text();
                    return true;
                case "Key":
                    Key = value.Text();
                    return true;
                case "BootstrapIdentity":
                    BootstrapIdentity = value.Text();
                    return true;
                case "BootstrapKey":
                    BootstrapKey = value.Text();
                    return true;
                case "OscoreSecret":
                    OscoreSecret = value.Text();
                    return true;
                case "OscoreSalt":
                    OscoreSalt = value.Text();
                    return true;
                case "OscoreSenderId":
                    OscoreSenderId = value.Text();
                    return true;
                case "OscoreRecipientId":
                    OscoreRecipientId = value.Text();
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

            if (IsGiven(OscoreSecret) && (!IsHex(OscoreSecret, MinimumKey) || !IsHex(OscoreSalt, 0) || !IsHex(OscoreSenderId, 0) || !IsHex(OscoreRecipientId, 0)))
            {
                log.Write("configuration: OscoreSecret (from 32 digits on), OscoreSalt, OscoreSenderId and OscoreRecipientId must be hexadecimal digits");
                return false;
            }

            if (Transport != Udp)
            {
                Server = Transport + ":";
                BootstrapServer = null;
                return true;
            }

            string fault = IsGiven(Server) || !IsGiven(BootstrapServer) ? FindFault("Server", Server, "", Identity, Key) : null;
            if (fault == null && IsGiven(BootstrapServer))
            {
                fault = FindFault("BootstrapServer", BootstrapServer, "Bootstrap", BootstrapIdentity, BootstrapKey);
            }

            if (fault != null)
            {
                log.Write("configuration: " + fault);
            }

            return fault == null;
        }

        // The key itself is in no line.
        private static string FindFault(string name, string uri, string prefix, string identity, string key)
        {
            ServerUri parts = ServerUri.Parse(uri);
            bool secured = IsGiven(identity) || IsGiven(key);
            byte[] bytes = secured ? HexText.Parse(key) : null;
            return parts == null ? name + " is no coap or coaps URI"
                : !parts.IsSecure ? secured ? name + " has a key, so its URI must begin with coaps://" : null
                : !IsGiven(identity) ? prefix + "Identity missing: coaps needs one"
                : Encoding.UTF8.GetBytes(identity).Length > MaximumIdentity ? prefix + "Identity has more than 128 bytes"
                : bytes == null || bytes.Length < MinimumKey || bytes.Length > MaximumKey ? prefix + "Key must be 32 to 128 hexadecimal digits"
                : null;
        }

        private static byte[] Bytes(string text)
        {
            return IsGiven(text) ? HexText.Parse(text) : new byte[0];
        }

        private static bool IsHex(string text, int least)
        {
            byte[] bytes = Bytes(text);
            return bytes != null && bytes.Length >= least;
        }

        private static void Secure(SecurityInstance account, string identity, string key)
        {
            if (IsGiven(identity))
            {
                account.UsePreSharedKey(Encoding.UTF8.GetBytes(identity), HexText.Parse(key));
            }
        }

        private static bool IsGiven(string text)
        {
            return text != null && text.Length > 0;
        }
    }
}
