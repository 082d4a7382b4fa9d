// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Security.Cryptography;
using LwM2M.Nano.Platform;
using LwM2M.Nano.Text;
using LwM2M.Security.Crypto;

namespace LwM2M.Security.Oscore
{
    /// <summary>How far the numbers of a context have come, and its observations, as a record of the device's store. The keys are not in it: they are derived again.</summary>
    internal sealed class OscoreRecord
    {
        private const int Version = 1;
        private const int Clean = 1;
        private const int LimitAt = 6;
        private const int ReceivedLimitAt = LimitAt + 6;
        private const int WindowAt = ReceivedLimitAt + 6;
        private const int ExchangesAt = WindowAt + ReplayWindow.RecordLength;

        private readonly Store _store;
        private readonly string _name;
        private readonly int _fingerprint;

        internal OscoreRecord(Store store, OscoreContext context)
        {
            // Two contexts with the same key and nonces are one context: its numbers go on.
            byte[] print = HMACSHA256.HashData(context.SenderKey, context.CommonIv);
            _store = store;
            _name = "oscore-" + (BigEndian.Get(print, 0, 4) & int.MaxValue).ToString();
            _fingerprint = (int)BigEndian.Get(print, 4, 4);
        }

        /// <summary>Takes up what was kept.</summary>
        /// <param name="codec">Of a context that was just derived.</param>
        /// <returns>False when it is not known which requests were taken, since the last life did not end as it should.</returns>
        internal bool Load(OscoreCodec codec)
        {
            byte[] record = _store.Read(_name);
            if (record == null || record.Length <= ExchangesAt || (int)BigEndian.Get(record, 2, 4) != _fingerprint)
            {
                return true; // a context that was never used
            }

            OscoreContext context = codec.Context;
            context.Counter.Resume(BigEndian.Get(record, LimitAt, 6)); // at the same place in every version
            if (record[0] == Version)
            {
                codec.Exchanges.Load(record, ExchangesAt);
                context.ReceivedLimit = BigEndian.Get(record, ReceivedLimitAt, 6);
                context.Received.Load(record, WindowAt);
            }

            bool clean = record[0] == Version && (record[1] & Clean) != 0;
            if (!clean)
            {
                context.Received.Close(context.ReceivedLimit - 1);
            }

            return clean;
        }

        /// <summary>Writes what must outlive this life.</summary>
        /// <param name="codec">The codec.</param>
        /// <param name="limit">All numbers below may have been used.</param>
        /// <param name="clean">Nothing is received any more before the next life.</param>
        /// <returns>False when it could not be written.</returns>
        internal bool Save(OscoreCodec codec, long limit, bool clean)
        {
            byte[] record = new byte[ExchangesAt + codec.Exchanges.RecordLength];
            record[0] = Version;
            record[1] = (byte)(clean ? Clean : 0);
            BigEndian.Put(record, 2, _fingerprint, 4);
            BigEndian.Put(record, LimitAt, limit, 6);
            BigEndian.Put(record, ReceivedLimitAt, codec.Context.ReceivedLimit, 6);
            codec.Context.Received.Save(record, WindowAt);
            return _store.Write(_name, record, codec.Exchanges.Save(record, ExchangesAt));
        }
    }
}
