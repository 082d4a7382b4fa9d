// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;
using LwM2M.Nano.Platform;

namespace LwM2M.Nano.Client
{
    /// <summary>One observation, known by its token and its peer: what is observed, how it is told, and when it was told last.</summary>
    internal sealed class Observation
    {
        /// <summary>Its number, by which a Reset finds it.</summary>
        internal readonly int Id;

        internal readonly byte[] Token = new byte[8];
        internal Peer Peer;
        internal int TokenLength;
        internal long Path;

        /// <summary>The paths of a composite observation; else null.</summary>
        internal long[] Paths;

        internal int Accept;

        /// <summary>The largest block the observer wants, as a size exponent; the reserved one for no wish.</summary>
        internal int BlockExponent;

        /// <summary>Of the requests by which the observer fetches further blocks.</summary>
        internal long TransferKey;

        internal int Sequence;
        internal int Ticket;
        internal int Completions;

        /// <summary>A bit for each path that has changed; bit 0 where there is one.</summary>
        internal int Dirty;

        /// <summary>The registration it was made under is over; only what is stored for it is still sent.</summary>
        internal bool IsOld;

        /// <summary>What it observes is gone.</summary>
        internal bool IsGone;

        /// <summary>A notification was reset, and the server asked whether it still knows the client.</summary>
        internal bool IsDoubted;

        /// <summary>How many notifications went since.</summary>
        internal int SentSinceDoubt;

        internal long LastSent;
        internal long LastConfirmed;
        internal long LastEvaluated;

        /// <summary>The numbers told last, and the resource instances they belong to; null before they are needed.</summary>
        private double[] _numbers;
        private int[] _instances;
        private int _numberCount = -1;

        internal Observation(int id, int sequence)
        {
            Id = id;
            Sequence = sequence;
        }

        /// <summary>How many paths it has.</summary>
        internal int PathCount
        {
            get { return Paths == null ? 1 : Paths.Length; }
        }

        /// <summary>There are numbers to compare with.</summary>
        internal bool HasNumbers
        {
            get { return _numberCount >= 0; }
        }

        /// <summary>One of its paths.</summary>
        internal long PathAt(int index)
        {
            return Paths == null ? Path : Paths[index];
        }

        /// <summary>Whether a change at a path is one of what is observed at an index.</summary>
        internal bool IsAbout(int index, long path)
        {
            long observed = PathAt(index);
            return ResourcePath.Contains(observed, path) || ResourcePath.Contains(path, observed);
        }

        /// <summary>Whether it observes anything at, above or below a path.</summary>
        internal bool IsAbout(long path)
        {
            for (int i = 0; i < PathCount; i++)
            {
                if (IsAbout(i, path))
                {
                    return true;
                }
            }

            return false;
        }

        internal int NextSequence()
        {
            Sequence = (Sequence + 1) & 0xFFFFFF;
            return Sequence;
        }

        /// <summary>Keeps the numbers that are told now.</summary>
        internal void Remember(NumberProbe probe)
        {
            if (_numbers == null)
            {
                _numbers = new double[NumberProbe.MaximumNumbers];
                _instances = new int[NumberProbe.MaximumNumbers];
            }

            _numberCount = probe.Count;
            for (int i = 0; i < probe.Count; i++)
            {
                _numbers[i] = probe.Number(i);
                _instances[i] = probe.Instance(i);
            }
        }

        /// <summary>Whether any number has crossed a limit or moved by a step since it was told last.</summary>
        internal bool IsPassed(NumberProbe probe, NotificationAttributes attributes)
        {
            bool passed = probe.Count != _numberCount;
            for (int i = 0; i < probe.Count && !passed; i++)
            {
                int at = 0;
                while (at < _numberCount && _instances[at] != probe.Instance(i))
                {
                    at++;
                }

                passed = at == _numberCount || IsPassed(_numbers[at], probe.Number(i), attributes);
            }

            return passed;
        }

        // A value on a limit has not crossed it.
        private static bool IsPassed(double before, double value, NotificationAttributes attributes)
        {
            double moved = value > before ? value - before : before - value;
            double step = attributes[NotificationAttributes.StepGiven];
            double rounding = (value < 0 ? -value : value) * 2e-7 + step * 1e-9; // of 32 bits
            double greater = attributes[NotificationAttributes.GreaterThanGiven];
            double less = attributes[NotificationAttributes.LessThanGiven];
            return (attributes.Has(NotificationAttributes.GreaterThanGiven) && (before > greater) != (value > greater))
                || (attributes.Has(NotificationAttributes.LessThanGiven) && (before < less) != (value < less))
                || (attributes.Has(NotificationAttributes.StepGiven) && moved + rounding >= step);
        }
    }
}
