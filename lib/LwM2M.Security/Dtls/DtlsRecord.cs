// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Security.Cryptography;
using System.Text;
using LwM2M.Nano.Platform;
using LwM2M.Nano.Text;
using LwM2M.Security.Crypto;

namespace LwM2M.Security.Dtls
{
    /// <summary>The session with one server as a record of the device's store. Another identity, key or address makes another session.</summary>
    internal sealed class DtlsRecord
    {
        private readonly Store _store;
        private readonly string _name;
        private readonly int _fingerprint;

        internal DtlsRecord(Store store, IAccount account)
        {
            byte[] uri = Encoding.UTF8.GetBytes(account.Uri);
            byte[] name = HMACSHA256.HashData(uri, account.Identity);
            _store = store;
            _name = "dtls-" + (BigEndian.Get(name, 0, 4) & int.MaxValue).ToString();
            _fingerprint = (int)BigEndian.Get(HMACSHA256.HashData(account.SecretKey, Derivation.Join(uri, account.Identity)), 0, 4);
        }

        internal DtlsSession Load(Ccm ccm)
        {
            return DtlsSession.Load(_store.Read(_name), _fingerprint, ccm);
        }

        /// <summary>Writes a session.</summary>
        /// <param name="session">The session.</param>
        /// <param name="limit">All numbers below may have been used.</param>
        /// <param name="clean">Nothing is received any more before the next life.</param>
        /// <returns>False when it could not be written.</returns>
        internal bool Save(DtlsSession session, long limit, bool clean)
        {
            byte[] record = new byte[DtlsSession.MaximumRecord];
            return _store.Write(_name, record, session.Save(record, _fingerprint, limit, clean));
        }
    }
}
