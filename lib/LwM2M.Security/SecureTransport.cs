// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Platform;
using LwM2M.Security.Crypto;
using LwM2M.Security.Dtls;
using LwM2M.Security.Oscore;

namespace LwM2M.Security
{
    /// <summary>
    /// Secures the ways of another transport as their accounts want: DTLS with a pre-shared key for coaps, OSCORE where an
    /// account names a context of object 21, nothing for the others. What security needs is made when the first account wants it.
    /// </summary>
    public sealed class SecureTransport : Transport
    {
        /// <summary>Security Mode 0: pre-shared key.</summary>
        public const int PreSharedKey = 0;

        private const int MaximumIdentity = 128;
        private const int MaximumKey = 64;

        private readonly Transport _below;
        private readonly int _messageSize;
        private readonly Store _store;
        private readonly Clock _clock;
        private readonly System.Random _random;
        private readonly Log _log;
        private Workbench _bench;

        /// <summary>Secures a transport.</summary>
        /// <param name="below">What carries the datagrams.</param>
        /// <param name="messageSize">The largest message in bytes.</param>
        /// <param name="store">Where keys and counters are kept over sleeps and power cuts.</param>
        /// <param name="clock">What time it is.</param>
        /// <param name="random">The platform's random numbers: they must not be guessed.</param>
        /// <param name="log">Where to say what happens.</param>
        public SecureTransport(Transport below, int messageSize, Store store, Clock clock, System.Random random, Log log)
        {
            _below = below;
            _messageSize = messageSize;
            _store = store;
            _clock = clock;
            _random = random;
            _log = log;
        }

        /// <inheritdoc/>
        public override TransmissionParameters Transmission
        {
            get { return _below.Transmission; }
        }

        /// <inheritdoc/>
        public override int MaximumMessage
        {
            get { return _below.MaximumMessage; }
        }

        /// <inheritdoc/>
        public override long MinimumSleepMilliseconds
        {
            get { return _below.MinimumSleepMilliseconds; }
        }

        /// <inheritdoc/>
        public override int MinimumAwakeMilliseconds
        {
            get { return _below.MinimumAwakeMilliseconds; }
        }

        /// <inheritdoc/>
        public override int PatienceMilliseconds
        {
            get { return _below.PatienceMilliseconds; }
        }

        /// <inheritdoc/>
        public override bool IsBrief
        {
            get { return _below.IsBrief; }
        }

        /// <inheritdoc/>
        public override int Bearer
        {
            get { return _below.Bearer; }
        }

        /// <summary>How long a Connection ID servers are asked to write in records to the device, in bytes: 0 for none, since its address is theirs to follow.</summary>
        public int OwnIdLength { get; set; }

        /// <summary>The contexts of object 21, or null when the device has none.</summary>
        public OscoreObject Contexts { get; set; }

        private Workbench Bench
        {
            get { return _bench = _bench == null ? new Workbench(_messageSize + DtlsChannel.MaximumOverhead, _store, _clock, _random, _log) : _bench; }
        }

        /// <inheritdoc/>
        public override string FindFault(IAccount account)
        {
            ServerUri uri = ServerUri.Parse(account.Uri);
            if (uri == null || !uri.IsSecure)
            {
                string fault = account.OscoreInstance < 0 ? null : Contexts == null ? "OSCORE is not supported" : Contexts.FindFault(account.OscoreInstance);
                return fault == null ? _below.FindFault(account) : fault;
            }

            return account.Mode != PreSharedKey ? "security mode " + account.Mode.ToString() + " is not supported, 0 is (pre-shared key)"
                : account.Identity.Length == 0 || account.Identity.Length > MaximumIdentity ? "the identity has 1 to 128 bytes"
                : account.SecretKey.Length == 0 || account.SecretKey.Length > MaximumKey ? "the key has 1 to 64 bytes"
                : null;
        }

        /// <inheritdoc/>
        public override DatagramChannel Open(IAccount account)
        {
            ServerUri uri = ServerUri.Parse(account.Uri);
            DatagramChannel way = _below.Open(account);
            if (uri != null && uri.IsSecure)
            {
                way = new DtlsChannel(way, account, OwnIdLength, _below.Transmission, Bench);
            }

            return account.OscoreInstance < 0 || Contexts == null ? way : new OscoreChannel(way, Contexts.Derive(account.OscoreInstance), Bench);
        }
    }
}
