// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Model
{
    /// <summary>What a server has attached to one path: when it wants to be notified (LwM2M 1.1, section 7.3).</summary>
    public sealed class NotificationAttributes
    {
        /// <summary>pmin is given.</summary>
        public const int MinimumPeriodGiven = 1;

        /// <summary>pmax is given.</summary>
        public const int MaximumPeriodGiven = 2;

        /// <summary>epmin is given.</summary>
        public const int MinimumEvaluationGiven = 4;

        /// <summary>epmax is given.</summary>
        public const int MaximumEvaluationGiven = 8;

        /// <summary>con is given.</summary>
        public const int ConfirmableGiven = 16;

        /// <summary>gt is given.</summary>
        public const int GreaterThanGiven = 32;

        /// <summary>lt is given.</summary>
        public const int LessThanGiven = 64;

        /// <summary>st is given.</summary>
        public const int StepGiven = 128;

        /// <summary>Any condition on a number is given.</summary>
        public const int ConditionGiven = GreaterThanGiven | LessThanGiven | StepGiven;

        /// <summary>The names, in the order of the flags.</summary>
        internal static readonly string[] Names = { "pmin", "pmax", "epmin", "epmax", "con", "gt", "lt", "st" };

        private readonly double[] _values = new double[8];

        /// <summary>The path they are attached to.</summary>
        public long Path { get; internal set; }

        /// <summary>Which are given.</summary>
        public int Given { get; private set; }

        /// <summary>Whether one is given.</summary>
        /// <param name="flag">One of the flags.</param>
        /// <returns>True when it is.</returns>
        public bool Has(int flag)
        {
            return (Given & flag) != 0;
        }

        /// <summary>The value of one, 0 when it is not given.</summary>
        /// <param name="flag">One of the flags.</param>
        /// <returns>Seconds for periods, 0 or 1 for con.</returns>
        public double this[int flag]
        {
            get { return Has(flag) ? _values[IndexOf(flag)] : 0; }
        }

        internal void Set(int flag, double value)
        {
            _values[IndexOf(flag)] = value;
            Given |= flag;
        }

        internal void Unset(int flag)
        {
            Given &= ~flag;
        }

        internal void Clear()
        {
            Given = 0;
        }

        /// <summary>Becomes like another.</summary>
        internal void Take(NotificationAttributes other)
        {
            Given = other.Given;
            System.Array.Copy(other._values, 0, _values, 0, _values.Length);
        }

        /// <summary>Takes what another has and this one lacks.</summary>
        internal void Inherit(NotificationAttributes other)
        {
            for (int flag = 1; flag <= StepGiven; flag <<= 1)
            {
                if (other.Has(flag) && !Has(flag))
                {
                    Set(flag, other[flag]);
                }
            }
        }

        internal void CopyTo(NotificationAttributes other)
        {
            other.Path = Path;
            other.Take(this);
        }

        private static int IndexOf(int flag)
        {
            int index = 0;
            while (flag > 1)
            {
                flag >>= 1;
                index++;
            }

            return index;
        }
    }
}
