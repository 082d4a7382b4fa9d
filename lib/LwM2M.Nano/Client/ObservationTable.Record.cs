// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;
using LwM2M.Nano.Text;

namespace LwM2M.Nano.Client
{
    /// <content>What of the observations survives a sleep.</content>
    public sealed partial class ObservationTable
    {
        /// <summary>The room one observation takes in a record, in bytes.</summary>
        internal const int RecordLength = 29;

        /// <summary>Whether every observation can be kept in a record: those of several paths, or of another sender, cannot.</summary>
        internal bool CanBeKept
        {
            get
            {
                for (int i = 0; i < _slots.Length; i++)
                {
                    if (_slots[i] != null && (_slots[i].Paths != null || _slots[i].Peer != null))
                    {
                        return false;
                    }
                }

                return true;
            }
        }

        /// <summary>Writes the observations to a record.</summary>
        /// <param name="record">The record.</param>
        /// <param name="at">Where to write.</param>
        /// <param name="kept">The observations and what is stored for them; else only what the server has attached.</param>
        internal int Save(byte[] record, int at, bool kept)
        {
            for (int i = 0; kept && i < _slots.Length; i++)
            {
                Observation observation = _slots[i];
                if (observation != null)
                {
                    record[at++] = (byte)i;
                    at = BigEndian.Put(record, at, observation.Path, 8);
                    at = BigEndian.Put(record, at, observation.Accept & 0xFFFF, 2);
                    record[at++] = (byte)observation.BlockExponent;
                    at = BigEndian.Put(record, at, observation.TransferKey, 8);
                    record[at++] = (byte)observation.TokenLength;
                    Array.Copy(observation.Token, 0, record, at, 8);
                    at += 8;
                }
            }

            at = Attributes.Save(record, at);
            return kept ? _store.Save(record, at) : BigEndian.Put(record, at, 0, 2);
        }

        /// <summary>Takes up observations written before.</summary>
        internal void Load(byte[] record, int at, int count)
        {
            for (int i = 0; i < count; i++, at += RecordLength)
            {
                int slot = record[at];
                Observation observation = new Observation(++_lastId, FirstSequence());
                observation.Path = BigEndian.Get(record, at + 1, 8);
                int accept = (int)BigEndian.Get(record, at + 9, 2);
                observation.Accept = accept == 0xFFFF ? ContentFormat.None : accept;
                observation.BlockExponent = record[at + 11] & 7;
                observation.TransferKey = BigEndian.Get(record, at + 12, 8);
                observation.TokenLength = record[at + 20];
                Array.Copy(record, at + 21, observation.Token, 0, 8);
                observation.LastSent = _client.Clock.Milliseconds;
                observation.LastConfirmed = observation.LastSent;
                observation.LastEvaluated = observation.LastSent;
                if (observation.TokenLength <= 8 && TryGrow(slot) && _slots[slot] == null)
                {
                    _slots[slot] = observation;
                    Count++;
                }
            }

            Attributes.Load(record, at);
            _store.Load(record, AttributeTable.EndOf(record, at));
        }
    }
}
