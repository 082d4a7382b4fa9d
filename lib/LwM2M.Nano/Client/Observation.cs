// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Model;

namespace LwM2M.Nano.Client
{
    /// <summary>One observation: what is observed, how it is told, and when it was told last.</summary>
    internal sealed class Observation
    {
        internal readonly byte[] Token = new byte[8];
        internal object Observer;
        internal int TokenLength;
        internal long Path;
        internal long[] Paths;
        internal int Accept;
        internal int Sequence;
        internal int LastMessageId = -1;
        internal int Ticket;
        internal int Completions;
        internal bool IsDirty;
        internal bool IsOld;
        internal long LastSent;
        internal long LastConfirmed;
        internal long LastEvaluated;
        internal double LastNumber;
        internal bool HasNumber;

        internal bool IsAbout(long path)
        {
            if (Paths == null)
            {
                return ResourcePath.Contains(Path, path) || ResourcePath.Contains(path, Path);
            }

            for (int i = 0; i < Paths.Length; i++)
            {
                if (ResourcePath.Contains(Paths[i], path) || ResourcePath.Contains(path, Paths[i]))
                {
                    return true;
                }
            }

            return false;
        }

        internal Observation(int sequence)
        {
            Sequence = sequence;
        }

        internal int NextSequence()
        {
            Sequence = (Sequence + 1) & 0xFFFFFF;
            return Sequence;
        }
    }
}
